'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import type { createTeamSchema } from '@/lib/registry/schema'
import { archiveTeam, createTeam, restoreTeam } from './team-commands'

export async function createTeamAction(input: z.input<typeof createTeamSchema>) {
  return act(createTeam, input)
}

export async function archiveTeamAction(input: { id: string; from: string }) {
  return act(archiveTeam, input)
}

export async function restoreTeamAction(input: { id: string }) {
  return act(restoreTeam, input)
}
