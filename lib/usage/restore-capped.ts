import type { EventId, EventRow } from './event-row'
import type { LedgerClient } from './ledger-client'
import { readReportingZone } from './reporting-zone'
import { reviseEvents } from './revise'
import { createSeriesStore, type OnNewSeries } from './series'
import { createSeriesCap } from './series-cap'
import { readDimensions, type SeriesDimensions, seriesColumns, seriesSelectList } from './series-columns'

interface RestoreOptions {
  /** How many new values of a dimension are taken in now. */
  readonly seriesCap: number
  readonly onNewSeries?: OnNewSeries
  readonly batchSize?: number
}

const defaultBatchSize = 1_000

/**
 * Gives events that stand under `~other` the series that they stated, as far as a raised cap lets them: the raw values were
 * kept on the events. Each batch is a transaction of its own; sums hold after each.
 * @returns how many events have another series than before.
 */
export async function restoreCapped(client: LedgerClient, options: RestoreOptions): Promise<number> {
  const { seriesCap, onNewSeries, batchSize = defaultBatchSize } = options
  const zone = await readReportingZone(client)
  const store = createSeriesStore({ client, capDimensions: createSeriesCap(client, seriesCap), onNewSeries })
  let after: EventId = { eventKey: '00000000-0000-0000-0000-000000000000', month: '0001-01-01' }
  let total = 0
  for (;;) {
    const batch = await findCapped(client, after, batchSize)
    const last = batch.at(-1)
    if (!last) return total
    const places = await store.place(
      batch.map(({ dimensions, stated }) => readDimensions(restoreStated(dimensions, stated))),
      new Date(),
    )
    const placeOf = new Map(
      batch.map((event, index) => [event.eventKey + event.month, { from: event.seriesId, to: places[index] }]),
    )
    total += await client.begin((tx) =>
      reviseEvents(tx, zone, batch, (row) => {
        const place = placeOf.get(row.eventKey + row.month)
        // Changed by someone else since it was read, or still beyond the cap.
        if (!place?.to || row.seriesId !== place.from || place.to.seriesId === row.seriesId) return null
        return { ...row, ...place.to }
      }),
    )
    after = { eventKey: last.eventKey, month: last.month }
  }
}

/** The dimensions with what the event stated in place of `~other`. */
export function restoreStated(dimensions: SeriesDimensions, stated: Record<string, string>): SeriesDimensions {
  const values = seriesColumns.filter(({ name }) => name in stated).map(({ property, name }) => [property, stated[name]])
  return { ...dimensions, ...Object.fromEntries(values), isCapped: false }
}

interface CappedEvent extends Pick<EventRow, 'eventKey' | 'month' | 'seriesId'> {
  readonly dimensions: SeriesDimensions
  readonly stated: Record<string, string>
}

async function findCapped(client: LedgerClient, after: EventId, limit: number): Promise<CappedEvent[]> {
  const rows = await client.unsafe<(SeriesDimensions & EventId & { seriesId: number; stated: Record<string, string> })[]>(
    `select event.event_key as "eventKey", event.month, event.series_id as "seriesId", event.stated_dimensions as stated, ${seriesSelectList}
     from usage_event event join usage_series series on series.id = event.series_id
     where event.stated_dimensions is not null and not event.is_retracted
       and event.month >= $1::date and (event.month, event.event_key) > ($1::date, $2::uuid)
     order by event.month, event.event_key limit $3::integer`,
    [after.month, after.eventKey, limit],
  )
  return rows.map(({ eventKey, month, seriesId, stated, ...dimensions }) => ({ eventKey, month, seriesId, stated, dimensions }))
}
