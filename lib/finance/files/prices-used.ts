import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { meterNames } from '@/lib/pricing/meters'
import { readReport } from '@/lib/reports/spend/queries'
import { joinSeries } from '@/lib/reports/spend/series-key'
import { monthPeriod } from '@/lib/time/calendar'
import { listPriceLines, type StoredRate, type UsedPrice } from './price-lines'
import type { PricesUsed } from './prices-used-schema'

interface PricesUsedOptions {
  /** Only usage that counts to this cost centre; `~none`: to none. */
  readonly costCenter?: string | null
}

/**
 * Every price by which the usage of a month was charged that the reader sees, with quantities.
 *
 * @param month `2026-05`, in the reporting zone.
 */
export function readPricesUsed(db: Database, scope: Scope, month: string, options: PricesUsedOptions = {}): Promise<PricesUsed> {
  return readReport(db, (tx) => selectPricesUsed(tx, scope, month, options))
}

/** The same within a snapshot that is open already. */
export async function selectPricesUsed(
  tx: Database,
  scope: Scope,
  month: string,
  { costCenter = null }: PricesUsedOptions = {},
): Promise<PricesUsed> {
  const used = await tx.execute<UsedPrice & Record<string, unknown>>(usedPricesStatement(scope, month, costCenter))
  const ids = [...new Set(used.map((row) => row.rate_set_id))]
  const rates = ids.length === 0 ? [] : await tx.execute<StoredRate & Record<string, unknown>>(ratesStatement(ids))
  const sum = (values: readonly string[]) => formatDecimal(values.reduce((total, value) => total + parseDecimal(value), 0n))
  const count = (values: readonly string[]) => values.reduce((total, value) => total + Number(value), 0)
  return {
    month,
    cost_center: costCenter,
    lines: listPriceLines(used, rates),
    total_usd: sum(used.map(({ cost }) => cost)),
    total_list_usd: sum(used.map(({ list_cost }) => list_cost)),
    unpriced_requests: count(used.map(({ unpriced_requests }) => unpriced_requests)),
    missing_token_requests: count(used.map(({ missing_token_requests }) => missing_token_requests)),
  }
}

const comma = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)
const sumText = (name: string) => sql`trim_scale(sum(${sql.identifier(name)})::numeric)::text as ${sql.identifier(name)}`

/** The column of a roll-up that counts a meter has the meter's name; a call counts once for its fee. */
const quantityColumns = meterNames.map((meter) => (meter === 'request' ? 'requests' : meter))
const summed = [...quantityColumns, 'cost', 'list_cost', 'unpriced_requests', 'missing_token_requests']

/** Sums by rate set and region; where there is no rate, by what the source said of provider, model and tier. */
function usedPricesStatement(scope: Scope, month: string, costCenter: string | null): SQL {
  const period = monthPeriod(month)
  const filters = costCenter === null ? {} : { cost_center: [costCenter] }
  const series = joinSeries(scope, { period, dimensions: [], filters, hasOwners: false, labels: new Map() })
  return sql`
    with ${series.tables}
    span as materialized (
      select series.id as series_id ${series.hasOwners ? sql`, owner_from.day as from_day, owner_to.day as to_day` : sql``}
      from usage_series series ${series.joins} where ${series.where}
    ),
    used as (
      select usage.rate_set_id, usage.series_id, ${comma(summed.map((name) => sql`sum(usage.${sql.identifier(name)}) as ${sql.identifier(name)}`))}
      from usage_daily usage
      join span on span.series_id = usage.series_id
        ${series.hasOwners ? sql`and usage.day >= span.from_day and usage.day < span.to_day` : sql``}
      where usage.day >= ${period.from}::date and usage.day < ${period.to}::date
      group by 1, 2
    ),
    named as (
      select used.*, coalesce(rate_set.provider, series.provider) as provider, coalesce(rate_set.model, series.model) as model,
        coalesce(rate_set.tier, series.service_tier) as tier, series.region
      from used
      join usage_series series on series.id = used.series_id
      left join rate_set on rate_set.id = used.rate_set_id and rate_set.id > 0
    )
    select named.rate_set_id, named.provider, named.model, named.tier, named.region,
      rate_set.uplift, rate_set.billing_account, rate_set.terms, ${instantText(sql`lower(rate_set.valid)`)} as valid_from,
      ${instantText(sql`upper(rate_set.valid)`)} as valid_to, rate_set.daily_utc, rate_set.weekdays, rate_set.weekday_zone,
      rate_set.band_over::text, rate_set.band_inclusive, rate_set.first_version, rate_set.last_version, ${comma(summed.map(sumText))}
    from named
    left join rate_set on rate_set.id = named.rate_set_id and rate_set.id > 0
    group by named.rate_set_id, named.provider, named.model, named.tier, named.region, rate_set.id
    having sum(named.requests) <> 0 or sum(named.cost) <> 0
    order by named.provider collate "C", named.model collate "C", named.tier collate "C", named.region collate "C" nulls first,
      lower(rate_set.valid) nulls first, rate_set.band_over nulls first, named.rate_set_id`
}

const instantText = (instant: SQL) => sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

const ratesStatement = (ids: readonly number[]) => sql`
  select rate_set_id, meter, per::text, trim_scale(list_rate)::text as list_rate, trim_scale(contract_rate)::text as contract_rate
  from rate_set_rate where rate_set_id in ${[...ids]}`
