import { type SQL, sql } from 'drizzle-orm'
import { parseDecimal } from '@/lib/money/decimal'
import { type MeterName, meterNames } from '@/lib/pricing/meters'
import { type ExportRate, toExportRate } from '../focus/price-lines'
import { type ExportTransaction, readRows } from './export-client'

/** A published price as files name it. */
export interface PriceSet {
  readonly id: number
  readonly provider: string
  readonly model: string
  readonly tier: string
  readonly bandOver: string | null
  readonly bandInclusive: boolean | null
  readonly dailyUtc: readonly (readonly [string, string])[] | null
  readonly weekdays: readonly number[] | null
  readonly uplift: string | null
  /** The first version of the price book that has it. */
  readonly firstVersion: number
  readonly rates: ReadonlyMap<MeterName, ExportRate>
  /** Classes of output that are charged as output, and so are one line with it. */
  readonly merges: ReadonlySet<MeterName>
}

type SetRow = Omit<PriceSet, 'rates' | 'merges'> & {
  readonly rates: readonly (Record<'publishedAs' | 'per' | 'list' | 'contract', string> & {
    meter: string
    minimum: string | null
  })[]
  readonly [column: string]: unknown
}

/** Reads the published prices with the given ids, all of them before the first row: a connection streams one thing at a time. */
export async function readPriceSets(tx: ExportTransaction, ids: SQL): Promise<Map<number, PriceSet>> {
  const rows = await readRows<SetRow>(
    tx,
    sql`select rate_set.id, rate_set.provider, rate_set.model, rate_set.tier, rate_set.band_over::text as "bandOver",
        rate_set.band_inclusive as "bandInclusive", rate_set.daily_utc as "dailyUtc", rate_set.weekdays,
        rate_set.uplift, rate_set.first_version as "firstVersion",
        jsonb_agg(jsonb_build_object('meter', rate.meter, 'publishedAs', rate.published_as, 'per', rate.per::text,
          'list', rate.list_rate::text, 'contract', rate.contract_rate::text, 'minimum', rate.minimum::text)) as rates
      from rate_set join rate_set_rate rate on rate.rate_set_id = rate_set.id
      where rate_set.id in (${ids}) and rate_set.id > 0
      group by rate_set.id`,
  )
  return new Map(rows.map((row) => [row.id, toPriceSet(row)]))
}

const isMeter = (name: string): name is MeterName => meterNames.some((meter) => meter === name)

function toPriceSet({ rates: stored, ...row }: SetRow): PriceSet {
  const rates = new Map<MeterName, ExportRate>()
  for (const { meter, publishedAs, per, list, contract, minimum } of stored) {
    if (!isMeter(meter) || !isMeter(publishedAs)) throw new Error(`the price ${row.id} names a meter that there is not: ${meter}`)
    const amounts = { list: parseDecimal(list), contract: parseDecimal(contract) }
    const least = minimum === null ? null : parseDecimal(minimum)
    rates.set(meter, toExportRate({ meter, publishedAs, per: BigInt(per), ...amounts, minimum: least }))
  }
  const merges = new Set((['reasoning', 'citation'] as const).filter((meter) => isChargedAsOutput(rates, meter)))
  return { ...row, rates, merges }
}

function isChargedAsOutput(rates: ReadonlyMap<MeterName, ExportRate>, meter: MeterName): boolean {
  const [rate, output] = [rates.get(meter), rates.get('output')]
  if (rate?.publishedAs !== 'output' || output === undefined) return false
  const isSamePrice = rate.list === output.list && rate.contract === output.contract
  return isSamePrice && rate.minimum === null && output.minimum === null
}

/** Quantities with those that are charged as output among the output. */
export function mergeQuantities(quantities: Map<MeterName, bigint>, merges: ReadonlySet<MeterName>): Map<MeterName, bigint> {
  let output = quantities.get('output') ?? 0n
  let isMerged = false
  for (const meter of merges) {
    const quantity = quantities.get(meter)
    if (quantity === undefined) continue
    output += quantity
    isMerged = true
    quantities.delete(meter)
  }
  if (isMerged) quantities.set('output', output)
  return quantities
}
