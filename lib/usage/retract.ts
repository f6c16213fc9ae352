import { type EventId, eventColumns, eventIdList } from './event-row'
import { foldCtes } from './fold'
import type { LedgerTransaction } from './ledger-client'
import { lockEvents } from './lock-events'
import { type EmptiedRows, removeEmptied, selectEmptied } from './settle-zeros'

const countStatement = (sign: 1 | -1) => `with changed as (
    update usage_event event set is_retracted = ${sign === -1}
    from unnest($1::uuid[], $2::date[]) as wanted(event_key, month)
    where event.event_key = wanted.event_key and event.month = wanted.month and event.is_retracted = ${sign === 1}
    returning ${eventColumns.map(({ name }) => `event.${name}`).join(', ')}
  ), ${foldCtes([{ relation: 'changed', sign }], '$3::text')}
  ${selectEmptied}, (select count(*)::integer from changed) as changed`

const retractStatement = countStatement(-1)
const reinstateStatement = countStatement(1)

/**
 * Takes events out of the sums: the exact negative of what they added. Their rows and keys stay, so that a replay does not
 * bring them back.
 * @returns how many were taken out; those that were out already, or never in, do not count.
 */
export async function retractEvents(tx: LedgerTransaction, zone: string, ids: readonly EventId[]): Promise<number> {
  const locked = await lockEvents(tx, ids)
  return changeCounted(tx, retractStatement, { zone, locked })
}

/**
 * Counts events again that were taken out of the sums: adds exactly what they say.
 * @returns how many count again; those that counted all the while are not among them.
 */
export async function reinstateEvents(tx: LedgerTransaction, zone: string, ids: readonly EventId[]): Promise<number> {
  const locked = await lockEvents(tx, ids, { isRetracted: true })
  return changeCounted(tx, reinstateStatement, { zone, locked })
}

async function changeCounted(
  tx: LedgerTransaction,
  statement: string,
  { zone, locked }: { zone: string; locked: readonly EventId[] },
): Promise<number> {
  if (locked.length === 0) return 0
  const [result] = await tx.unsafe<(EmptiedRows & { changed: number })[]>(statement, [...eventIdList(locked), zone], {
    prepare: true,
  })
  if (!result) throw new Error('a change of what counts did not answer')
  await removeEmptied(tx, result)
  return result.changed
}
