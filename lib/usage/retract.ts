import { type EventId, eventColumns, eventIdList } from './event-row'
import { foldCtes } from './fold'
import type { LedgerTransaction } from './ledger-client'
import { lockEvents } from './lock-events'
import { type EmptiedRows, removeEmptied, selectEmptied } from './settle-zeros'

const retractStatement = `with retracted as (
    update usage_event event set is_retracted = true
    from unnest($1::uuid[], $2::date[]) as wanted(event_key, month)
    where event.event_key = wanted.event_key and event.month = wanted.month and not event.is_retracted
    returning ${eventColumns.map(({ name }) => `event.${name}`).join(', ')}
  ), ${foldCtes([{ relation: 'retracted', sign: -1 }], '$3::text')}
  ${selectEmptied}, (select count(*)::integer from retracted) as retracted`

/**
 * Takes events out of the sums: the exact negative of what they added. Their rows and keys stay, so that a replay does not
 * bring them back.
 * @returns how many were taken out; those that were out already, or never in, do not count.
 */
export async function retractEvents(tx: LedgerTransaction, zone: string, ids: readonly EventId[]): Promise<number> {
  const locked = await lockEvents(tx, ids)
  if (locked.length === 0) return 0
  const [result] = await tx.unsafe<(EmptiedRows & { retracted: number })[]>(retractStatement, [...eventIdList(locked), zone], {
    prepare: true,
  })
  if (!result) throw new Error('a retraction did not answer')
  await removeEmptied(tx, result)
  return result.retracted
}
