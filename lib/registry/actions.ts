'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import {
  archiveCostCenter,
  createBusinessUnit,
  createCostCenter,
  renameBusinessUnit,
  renameCostCenter,
  renameTeam,
  restoreCostCenter,
} from './commands'
import { mapCostCenter, mapTeam } from './mapping-commands'
import type { createBusinessUnitSchema, createCostCenterSchema, mapCostCenterSchema, mapTeamSchema } from './schema'

export async function renameTeamAction(input: { id: string; name: string }) {
  return act(renameTeam, input)
}

export async function createCostCenterAction(input: z.input<typeof createCostCenterSchema>) {
  return act(createCostCenter, input)
}

export async function renameCostCenterAction(input: { id: string; name: string }) {
  return act(renameCostCenter, input)
}

export async function archiveCostCenterAction(input: { id: string }) {
  return act(archiveCostCenter, input)
}

export async function restoreCostCenterAction(input: { id: string }) {
  return act(restoreCostCenter, input)
}

export async function createBusinessUnitAction(input: z.input<typeof createBusinessUnitSchema>) {
  return act(createBusinessUnit, input)
}

export async function renameBusinessUnitAction(input: { id: string; name: string }) {
  return act(renameBusinessUnit, input)
}

export async function mapTeamAction(input: z.input<typeof mapTeamSchema>) {
  return act(mapTeam, input)
}

export async function mapCostCenterAction(input: z.input<typeof mapCostCenterSchema>) {
  return act(mapCostCenter, input)
}
