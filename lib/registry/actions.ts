'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import {
  archiveCostCenter,
  createBusinessUnit,
  createCostCenter,
  describeCostCenter,
  renameCostCenter,
  renameTeam,
  restoreCostCenter,
} from './commands'
import type { createBusinessUnitSchema, createCostCenterSchema, describeCostCenterSchema } from './schema'

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

export async function describeCostCenterAction(input: z.input<typeof describeCostCenterSchema>) {
  return act(describeCostCenter, input)
}
