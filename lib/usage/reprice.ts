import { formatDecimal } from '@/lib/money/decimal'
import { type EventId, type EventRow, readRowUsage } from './event-row'
import type { LedgerClient } from './ledger-client'
import { type PublishedPrices, priceNormalizedEvent } from './price-normalized-event'
import { readReportingZone } from './reporting-zone'
import { reservedRateSets } from './reserved-rate-sets'
import { reviseEvents } from './revise'
import { readDimensions, type SeriesDimensions, seriesSelectList } from './series-columns'

/** Where a repricing got to: everything up to here is done. */
export interface RepriceCursor {
  /** An instant, the start of an hour. */
  readonly hour: string
  readonly eventKey: string
}

interface RepriceOptions {
  readonly prices: PublishedPrices
  /** Only what sources sent under these names; absent: all. */
  readonly models?: readonly { readonly provider: string; readonly model: string }[]
  /** Goes on where an earlier run stopped. */
  readonly after?: RepriceCursor | null
  readonly batchSize?: number
  /** Called after each batch has committed. */
  readonly onBatch?: (cursor: RepriceCursor, revised: number) => void | Promise<void>
}

const defaultBatchSize = 1_000
const noKey = '00000000-0000-0000-0000-000000000000'

/**
 * Prices anew what had no price, or only in part: after a price or an alias was published. Each batch is a transaction of its
 * own in which events and roll-ups change together, so that it can stop anywhere and go on from its cursor. What still has no
 * price stays as it is.
 * @returns how many events have another price than before.
 */
export async function repriceEvents(client: LedgerClient, options: RepriceOptions): Promise<number> {
  const { prices, after = null, batchSize = defaultBatchSize, onBatch } = options
  const zone = await readReportingZone(client)
  let total = 0
  for (const hour of await findUnpricedHours(client, options, after?.hour ?? null)) {
    let eventKey = after?.hour === hour ? after.eventKey : noKey
    for (;;) {
      const batch = await findUnpriced(client, options, hour, eventKey, batchSize)
      const last = batch.at(-1)
      if (!last) break
      const dimensionsOf = new Map(batch.map(({ seriesId, dimensions }) => [seriesId, dimensions]))
      const revised = await client.begin((tx) =>
        reviseEvents(tx, zone, batch, (row) => repriceRow(row, dimensionsOf.get(row.seriesId), prices)),
      )
      total += revised
      eventKey = last.eventKey
      await onBatch?.({ hour, eventKey }, revised)
    }
  }
  return total
}

/** The row at its new price, or null where that is what it has. A row whose series changed meanwhile was priced with that. */
function repriceRow(row: EventRow, dimensions: SeriesDimensions | undefined, prices: PublishedPrices): EventRow | null {
  if (!dimensions || !isUnpriced(row)) return null
  const { statusCode, occurredAt, statedDimensions } = row
  const stated = { ...dimensions, model: statedDimensions?.model ?? dimensions.model }
  const event = { occurredAtMs: occurredAt.getTime(), dimensions: readDimensions(stated), usage: readRowUsage(row), statusCode }
  const { rateSetId, cost, listCost, isPartlyPriced } = priceNormalizedEvent(event, prices)
  const priced = {
    rateSetId,
    isPartlyPriced,
    cost: cost === null ? null : formatDecimal(cost),
    listCost: listCost === null ? null : formatDecimal(listCost),
  }
  const isSame = row.rateSetId === rateSetId && row.isPartlyPriced === isPartlyPriced && (cost === null || !isPartlyPriced)
  return isSame ? null : { ...row, ...priced }
}

const isUnpriced = ({ rateSetId, isPartlyPriced }: EventRow) =>
  isPartlyPriced || (rateSetId <= reservedRateSets.unpriced_model && rateSetId >= reservedRateSets.no_rate)

/** Series of the given names, or all. The model that a capped series hides is on its events, so that those are always asked. */
const namedSeries = `($2::text[] is null or series.is_capped
  or (series.provider, series.model) in (select * from unnest($2::text[], $3::text[])))`

function nameArrays({ models }: RepriceOptions): [string[] | null, string[] | null] {
  return models ? [models.map(({ provider }) => provider), models.map(({ model }) => model)] : [null, null]
}

/** The roll-ups know where to look: no scan of the events finds what has no price as cheaply. */
async function findUnpricedHours(client: LedgerClient, options: RepriceOptions, from: string | null): Promise<string[]> {
  const rows = await client.unsafe<{ hour: Date }[]>(
    `select distinct sums.hour from usage_hourly sums join usage_series series on series.id = sums.series_id
     where sums.unpriced_requests > 0 and ($1::timestamptz is null or sums.hour >= $1::timestamptz) and ${namedSeries}
     order by sums.hour`,
    [from, ...nameArrays(options)],
  )
  return rows.map(({ hour }) => hour.toISOString())
}

interface UnpricedEvent extends EventId {
  readonly seriesId: number
  readonly dimensions: SeriesDimensions
}

async function findUnpriced(
  client: LedgerClient,
  options: RepriceOptions,
  hour: string,
  afterKey: string,
  limit: number,
): Promise<UnpricedEvent[]> {
  const rows = await client.unsafe<(SeriesDimensions & EventId & { seriesId: number })[]>(
    `select event.event_key as "eventKey", event.month, event.series_id as "seriesId", ${seriesSelectList}
     from usage_event event join usage_series series on series.id = event.series_id
     where event.month = date_trunc('month', $1::timestamptz at time zone 'UTC')::date
       and event.occurred_at >= $1::timestamptz and event.occurred_at < $1::timestamptz + interval '1 hour'
       and event.event_key > $4::uuid and not event.is_retracted
       and (event.is_partly_priced or event.rate_set_id between ${reservedRateSets.no_rate} and ${reservedRateSets.unpriced_model})
       and ${namedSeries}
     order by event.event_key limit $5::integer`,
    [hour, ...nameArrays(options), afterKey, limit],
  )
  return rows.map(({ eventKey, month, seriesId, ...dimensions }) => ({ eventKey, month, seriesId, dimensions }))
}
