import { z } from 'zod'
import { findContract, findCurrentContract } from '@/lib/attribution/contract/queries'
import { AppError } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { describeContract } from './describe-contract'

const querySchema = z.object({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'is the number of a version, such as 2')
    .transform(Number)
    .optional(),
})

/**
 * `GET /api/v1/contract`: what an event looks like, and which fields each environment needs, for anyone with a key; as it is now or
 * as it was in a version.
 */
export const getContract: Handler = route({ permission: null, query: querySchema }, async ({ db, query: { version } }) => {
  const found = version === undefined ? await findCurrentContract(db) : await findContract(db, version)
  if (found === null) throw new AppError('not_found', `The contract has no version ${version}.`)
  return describeContract(found)
})
