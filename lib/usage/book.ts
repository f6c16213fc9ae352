import { type ArchiveRow, archiveArrayParameters, toArchiveArrays } from './archive'
import { type EventId, type EventRow, eventArrayParameters, eventColumns, toEventArrays } from './event-row'
import { foldCtes } from './fold'
import type { LedgerClient, LedgerTransaction } from './ledger-client'

const columnNames = eventColumns.map(({ name }) => name).join(', ')
const archivesFrom = eventColumns.length + 1
const zoneParameter = `$${archivesFrom + 5}::text`

/**
 * Events that are new, folded into every roll-up, with the archives that hold a line of one of them: one statement, so that
 * no moment exists in which the sums disagree. It answers how many were new, and which, where not all were.
 */
const bookStatement = `with batch as (
    select * from unnest(${eventArrayParameters()}) as batch(${columnNames})
  ), inserted as (
    insert into usage_event (${columnNames}) select ${columnNames} from batch
    on conflict (event_key, month) do nothing
    returning *
  ), ${foldCtes([{ relation: 'inserted', sign: 1 }], zoneParameter)}, archived as (
    insert into usage_archive (id, source_id, received_at, lines, records)
    select id, source_id, received_at, lines, records
    from unnest(${archiveArrayParameters(archivesFrom)}) as archive(id, source_id, received_at, lines, records)
    where exists (select from inserted where inserted.archive_id = archive.id)
  )
  select count(*)::integer as booked,
    case when count(*) < $${archivesFrom + 6}::integer then array_agg(event_key::text || month::text) end as booked_ids
  from inserted`

/** An event's primary key as one text. */
export const eventIdText = ({ eventKey, month }: EventId) => eventKey + month

/**
 * Books events: stores those that are not there yet and folds them into the roll-ups. What is there already is left alone,
 * also where it was retracted, so that a replay changes nothing.
 * @param rows sorted by `compareEventIds`, no two of one key; their partitions and series exist.
 * @param zone the organisation's reporting zone.
 * @returns for each row whether it was new.
 */
export async function bookEvents(
  sql: LedgerClient | LedgerTransaction,
  zone: string,
  rows: readonly EventRow[],
  archives: readonly ArchiveRow[] = [],
): Promise<boolean[]> {
  const parameters = [...toEventArrays(rows), ...toArchiveArrays(archives), zone, rows.length]
  const [result] = await sql.unsafe<{ booked: number; booked_ids: string[] | null }[]>(bookStatement, parameters, {
    prepare: true,
  })
  if (!result || result.booked === rows.length) return rows.map(() => true)
  const booked = new Set(result.booked_ids)
  return rows.map((row) => booked.has(eventIdText(row)))
}
