'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { createKey, revokeKey } from './commands'
import type { createKeySchema } from './schema'

export async function createKeyAction(input: z.input<typeof createKeySchema>) {
  return act(createKey, input)
}

export async function revokeKeyAction(input: { id: string }) {
  return act(revokeKey, input)
}
