'use server'

import type { z } from 'zod'
import { act } from '@/lib/http/act'
import { publishContract, type publishContractSchema } from './commands'

export async function publishContractAction(input: z.input<typeof publishContractSchema>) {
  return act(publishContract, input)
}
