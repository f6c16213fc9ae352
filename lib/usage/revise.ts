import { type EventId, type EventRow, eventArrayParameters, eventColumns, toEventArrays } from './event-row'
import { foldCtes } from './fold'
import type { LedgerTransaction } from './ledger-client'
import { lockEvents } from './lock-events'
import { type EmptiedRows, removeEmptied, selectEmptied } from './settle-zeros'

/** What a revision never changes: which event it is, and whether it counts. */
const fixedProperties: ReadonlySet<string> = new Set(['eventKey', 'month', 'isRetracted'])

const columnNames = eventColumns.map(({ name }) => name).join(', ')
const assignments = eventColumns
  .filter(({ property }) => !fixedProperties.has(property))
  .map(({ name }) => `${name} = batch.${name}`)
const returned = eventColumns.map(({ name }) => `event.${name}`).join(', ')

/** The old rows are read as the statement found them, before its own update. */
const reviseStatement = `with batch as (
    select * from unnest(${eventArrayParameters()}) as batch(${columnNames})
  ), before as (
    select ${returned} from usage_event event
    join batch on event.event_key = batch.event_key and event.month = batch.month
  ), after as (
    update usage_event event set ${assignments.join(', ')}
    from batch where event.event_key = batch.event_key and event.month = batch.month
    returning ${returned}
  ), ${foldCtes(
    [
      { relation: 'before', sign: -1 },
      { relation: 'after', sign: 1 },
    ],
    `$${eventColumns.length + 1}::text`,
  )}
  ${selectEmptied}`

/**
 * Changes what stored events say (counts, series, price, the instant within its month), folding out what they had added and
 * folding in what they add now, in one statement. The key stays, and what is retracted stays retracted.
 * @param change is given each row, locked, and answers the row it becomes, or null to leave it as it is. The series that it
 *   names exists, and its instant is in its month.
 * @returns how many were changed.
 */
export async function reviseEvents(
  tx: LedgerTransaction,
  zone: string,
  ids: readonly EventId[],
  change: (row: EventRow) => EventRow | null,
): Promise<number> {
  const rows = (await lockEvents(tx, ids)).map(change).filter((row) => row !== null)
  if (rows.length === 0) return 0
  const [result] = await tx.unsafe<EmptiedRows[]>(reviseStatement, [...toEventArrays(rows), zone], { prepare: true })
  if (!result) throw new Error('a revision did not answer')
  await removeEmptied(tx, result)
  return rows.length
}
