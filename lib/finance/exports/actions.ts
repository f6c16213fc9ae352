'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { cancelExport, createExport } from './commands'
import type { createExportSchema, exportIdSchema } from './schema'

export async function createExportAction(input: z.input<typeof createExportSchema>) {
  return act(createExport, input)
}

export async function cancelExportAction(input: z.input<typeof exportIdSchema>) {
  return act(cancelExport, input)
}
