'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { createRule, moveRule, restoreRule, retireRule, updateRule } from './commands'
import type { createRuleSchema, updateRuleSchema } from './schema'

export async function createRuleAction(input: z.input<typeof createRuleSchema>) {
  return act(createRule, input)
}

export async function updateRuleAction(input: z.input<typeof updateRuleSchema>) {
  return act(updateRule, input)
}

export async function moveRuleAction(input: { id: string; position: number }) {
  return act(moveRule, input)
}

export async function retireRuleAction(input: { id: string }) {
  return act(retireRule, input)
}

export async function restoreRuleAction(input: { id: string }) {
  return act(restoreRule, input)
}
