import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { getMovement } from './queries'
import { type MovementReport, movementParamsSchema } from './schema'
import { type MovementAddress, toMovementQuery } from './search-params'

/**
 * The movement as the signed-in person may see it, for the first paint of a page.
 *
 * @throws AppError `invalid` where the API would refuse the same question.
 */
export async function loadMovement(address: MovementAddress): Promise<MovementReport> {
  const actor = await requirePagePermission('finance.read')
  const params = movementParamsSchema.safeParse(Object.fromEntries(toMovementQuery(address)))
  if (!params.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(params.error) })
  return getMovement(getDatabase(), scopeFor(actor, 'finance.read'), params.data, new Date())
}
