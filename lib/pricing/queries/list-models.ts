import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { priceAlias, priceModel } from '@/lib/db/schema/pricing'
import { isKnownIn, listBookId } from '../book-store/read-version'
import { requireLatestVersion } from './versions'

export interface ModelFilter {
  /** Part of a model's name, of a name that means it, or of its provider; blank: all. */
  readonly search?: string
  readonly provider?: string
  /** From 1. */
  readonly page?: number
  readonly pageSize?: number
  /** Absent: the latest version. */
  readonly version?: number
}

/** One line of the list of models. */
export interface ModelListRow extends Record<string, unknown> {
  provider: string
  model: string
  name: string | null
  contextWindow: number | null
  /** USD for the meter's published quantity, in force now in the standard tier at its base band; exact text, by meter. */
  rates: Record<string, string>
  /** Tiers, and the most context bands that any price in force has, base excluded. */
  tiers: number
  bands: number
  /** Whether the price changes with the time of day. */
  hasDailyWindow: boolean
  /** Whether a contract term in force bears on it. */
  hasContract: boolean
}

export interface ModelList {
  version: number
  total: number
  page: number
  pageSize: number
  rows: ModelListRow[]
}

/** A page of the models of a version, by provider and name. */
export async function listModels(db: Database, filter: ModelFilter = {}, now: Date = new Date()): Promise<ModelList> {
  const version = filter.version ?? (await requireLatestVersion(db))
  const pageSize = Math.min(Math.max(filter.pageSize ?? 50, 1), 500)
  const page = Math.max(filter.page ?? 1, 1)
  const where = matches(filter, version)
  const [counted] = await db.select({ total: sql<number>`count(*)::int` }).from(priceModel).where(where)
  const at = now.toISOString()
  const rows = await db.execute<ModelListRow>(sql`
    with listed as (
      select price_model.provider, price_model.model, price_model.name, price_model.context_window
      from ${priceModel} where ${where}
      order by price_model.provider collate "C", price_model.model collate "C"
      limit ${pageSize} offset ${(page - 1) * pageSize}
    ),
    priced as (
      select price_set.* from price_set join listed using (provider, model)
      where book_id = ${listBookId} and known @> ${version}::int
    ),
    -- The price of most hours stands for the model: one without times of day before one with them.
    current as (
      select distinct on (provider, model) id, provider, model from priced
      where tier = 'standard' and valid @> ${at}::timestamptz
      order by provider, model, window_key
    )
    select listed.provider, listed.model, listed.name, listed.context_window::float8 as "contextWindow",
      coalesce((
        select json_object_agg(meter, trim_scale(rate)::text) from price_rate join current on current.id = price_set_id
        where band = 0 and current.provider = listed.provider and current.model = listed.model
      ), '{}') as rates,
      (select count(distinct tier)::int from priced p where p.provider = listed.provider and p.model = listed.model) as tiers,
      coalesce((
        select max(band)::int from price_band join priced p on p.id = price_set_id
        where p.provider = listed.provider and p.model = listed.model and p.valid @> ${at}::timestamptz
      ), 0) as bands,
      exists (
        select from priced p where p.provider = listed.provider and p.model = listed.model
          and p.window_key <> '' and p.valid @> ${at}::timestamptz
      ) as "hasDailyWindow",
      exists (
        select from contract_term t
        where t.book_id = ${listBookId} and t.known @> ${version}::int and t.valid @> ${at}::timestamptz
          and t.provider = listed.provider and (t.model is null or t.model = listed.model)
      ) as "hasContract"
    from listed order by listed.provider collate "C", listed.model collate "C"`)
  return { version, total: counted?.total ?? 0, page, pageSize, rows: [...rows] }
}

function matches({ search, provider }: ModelFilter, version: number): SQL | undefined {
  const text = search?.trim().toLowerCase() ?? ''
  // Letters that `like` reads as wildcards are meant as themselves.
  const pattern = `%${text.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`
  const named = sql`exists (
    select from ${priceAlias} where ${priceAlias.bookId} = ${listBookId} and ${isKnownIn(priceAlias.known, version)}
      and ${priceAlias.provider} = ${priceModel.provider} and ${priceAlias.model} = ${priceModel.model}
      and ${priceAlias.pattern} like ${pattern})`
  return and(
    eq(priceModel.bookId, listBookId),
    isKnownIn(priceModel.known, version),
    provider ? eq(priceModel.provider, provider.trim().toLowerCase()) : undefined,
    text === ''
      ? undefined
      : or(
          sql`${priceModel.model} like ${pattern}`,
          sql`lower(${priceModel.name}) like ${pattern}`,
          sql`${priceModel.provider} || '/' || ${priceModel.model} like ${pattern}`,
          named,
        ),
  )
}

/** The providers of a version with how many models each lists, by name. */
export async function listProviders(db: Database, version?: number) {
  const wanted = version ?? (await requireLatestVersion(db))
  return db
    .select({ provider: priceModel.provider, models: sql<number>`count(*)::int` })
    .from(priceModel)
    .where(and(eq(priceModel.bookId, listBookId), isKnownIn(priceModel.known, wanted)))
    .groupBy(priceModel.provider)
    .orderBy(sql`${priceModel.provider} collate "C"`)
}
