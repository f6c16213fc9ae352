'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { createSource, editSource } from './commands'
import { reprocessSource } from './reprocess'
import type { createSourceSchema, editSourceSchema, reprocessSchema } from './schema'

export async function createSourceAction(input: z.input<typeof createSourceSchema>) {
  return act(createSource, input)
}

export async function editSourceAction(input: z.input<typeof editSourceSchema>) {
  return act(editSource, input)
}

export async function reprocessSourceAction(input: z.input<typeof reprocessSchema>) {
  return act(reprocessSource, input)
}
