import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import type { MeterName } from '@/lib/pricing/meters'
import { type RateSetRates, readRates } from '@/lib/reports/spend/class-costs'

/** A price with those that waste compares it with. */
export interface ComparedRates {
  readonly id: number
  /** As the price book lists it. */
  readonly model: string
  readonly rates: RateSetRates
  /** The rates of the same price below the threshold of its band; null where the price has no band. */
  readonly base: RateSetRates | null
  /** In input tokens of one request; null without a band. */
  readonly bandOver: number | null
  /** The rates of the same price without what its region adds; null where the region adds nothing. */
  readonly plain: RateSetRates | null
  /** The id of what the region adds, such as `anthropic-us-inference`. */
  readonly uplift: string | null
}

interface StoredRateSet extends Record<string, unknown> {
  id: number
  model: string
  bandOver: string | null
  uplift: string | null
  baseId: number | null
  plainId: number | null
}

/**
 * The rate sets named, each with its counterparts: the price that has everything in common with it but the band, or but the
 * region. Where a version of the book corrected the counterpart alone, the latest one counts that was believed beside it.
 *
 * @throws Error where the price book lost a counterpart, which publishing never does.
 */
export async function readComparedRates(db: Database, ids: Iterable<number>): Promise<ReadonlyMap<number, ComparedRates>> {
  const wanted = [...new Set(ids)].filter((id) => id > 0)
  if (wanted.length === 0) return new Map()
  const sets = await db.execute<StoredRateSet>(sql`
    select rate_set.id, rate_set.model, rate_set.band_over::text as "bandOver", rate_set.uplift, base.id as "baseId", plain.id as "plainId"
    from rate_set
    left join lateral (${counterpart(sql`other.band_over is null and other.uplift is not distinct from rate_set.uplift`)}) base
      on rate_set.band_over is not null
    left join lateral (${counterpart(sql`other.uplift is null and other.band_over is not distinct from rate_set.band_over
      and other.band_inclusive is not distinct from rate_set.band_inclusive`)}) plain
      on rate_set.uplift is not null
    where rate_set.id in ${wanted}`)
  const rates = await readRates(
    db,
    sets.flatMap(({ id, baseId, plainId }) => [id, baseId ?? 0, plainId ?? 0]),
  )
  const ratesOf = (id: number | null) => (id === null ? null : (rates.get(id) ?? noRates))
  return new Map(
    sets.map(({ id, model, bandOver, uplift, baseId, plainId }) => [
      id,
      {
        id,
        model,
        rates: rates.get(id) ?? noRates,
        base: ratesOf(baseId),
        bandOver: bandOver === null ? null : Number(bandOver),
        plain: ratesOf(plainId),
        uplift,
      },
    ]),
  )
}

const noRates: RateSetRates = new Map()

/** Another stored price of the same model, tier, time and account. */
const counterpart = (difference: ReturnType<typeof sql>) => sql`
  select other.id from rate_set other
  where other.book_id = rate_set.book_id and other.provider = rate_set.provider and other.listed_under = rate_set.listed_under
    and other.model = rate_set.model and other.tier = rate_set.tier and other.valid = rate_set.valid
    and other.daily_utc is not distinct from rate_set.daily_utc and other.weekdays is not distinct from rate_set.weekdays
    and other.weekday_zone is not distinct from rate_set.weekday_zone
    and other.billing_account is not distinct from rate_set.billing_account
    and other.first_version <= coalesce(rate_set.last_version, 2147483647)
    and coalesce(other.last_version, 2147483647) >= rate_set.first_version and ${difference}
  order by other.first_version desc limit 1`

/** Meters that are billed for tokens which a cache takes in, by how long it keeps them. */
export const cacheWriteMeters = ['cache_write_5m', 'cache_write_1h'] as const satisfies readonly MeterName[]
/** Meters of what models write. */
export const outputMeters = [
  'output',
  'reasoning',
  'citation',
  'audio_output',
  'image_output',
  'video_output',
] as const satisfies readonly MeterName[]
/** Meters of what models read. */
export const inputMeters = [
  'input',
  'cached_input',
  'cache_write_5m',
  'cache_write_1h',
  'audio_input',
  'cached_audio_input',
  'image_input',
  'cached_image_input',
  'video_input',
] as const satisfies readonly MeterName[]
