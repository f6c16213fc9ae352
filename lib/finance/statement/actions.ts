'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { publishStatement, type publishStatementSchema } from './commands'

export async function publishStatementAction(input: z.input<typeof publishStatementSchema>) {
  return act(publishStatement, input)
}
