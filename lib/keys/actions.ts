'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { createKey, revokeKey, rotateKey } from './commands'
import type { createKeySchema, rotateKeySchema } from './schema'

export async function createKeyAction(input: z.input<typeof createKeySchema>) {
  return act(createKey, input)
}

export async function revokeKeyAction(input: { id: string }) {
  return act(revokeKey, input)
}

export async function rotateKeyAction(input: z.input<typeof rotateKeySchema>) {
  return act(rotateKey, input)
}
