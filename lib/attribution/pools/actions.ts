'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { archivePool, changePool, createPool, mapPool, restorePool } from './commands'
import { decidePolicy, proposePolicy } from './policy-commands'
import type { changePoolSchema, createPoolSchema, decidePolicySchema, mapPoolSchema, proposePolicySchema } from './schema'

export async function createPoolAction(input: z.input<typeof createPoolSchema>) {
  return act(createPool, input)
}

export async function changePoolAction(input: z.input<typeof changePoolSchema>) {
  return act(changePool, input)
}

export async function mapPoolAction(input: z.input<typeof mapPoolSchema>) {
  return act(mapPool, input)
}

export async function archivePoolAction(input: { pool: string }) {
  return act(archivePool, input)
}

export async function restorePoolAction(input: { pool: string }) {
  return act(restorePool, input)
}

export async function proposePolicyAction(input: z.input<typeof proposePolicySchema>) {
  return act(proposePolicy, input)
}

export async function decidePolicyAction(input: z.input<typeof decidePolicySchema>) {
  return act(decidePolicy, input)
}
