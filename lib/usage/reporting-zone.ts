import { AppError } from '@/lib/errors'
import type { LedgerClient, LedgerTransaction } from './ledger-client'

/**
 * The zone whose days the daily roll-ups are keyed by; it never changes after the first start.
 * @throws AppError `unavailable` before that.
 */
export async function readReportingZone(client: LedgerClient | LedgerTransaction): Promise<string> {
  const [row] = await client<{ zone: string }[]>`select reporting_zone as zone from organization`
  if (!row)
    throw new AppError('unavailable', 'The installation is not prepared yet: the first start is under way.', {
      retryAfterSeconds: 5,
    })
  return row.zone
}
