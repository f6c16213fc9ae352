import { desc, eq, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '@/lib/db/client'
import {
  contractTerm,
  priceAlias,
  priceBand,
  priceMinimum,
  priceModel,
  priceProvider,
  priceProviderAlias,
  priceRate,
  priceSet,
  priceUplift,
  priceVersion,
} from '@/lib/db/schema/pricing'
import { AppError } from '@/lib/errors'
import { assemblePriceBook, groupBy } from './assemble-price-book'
import { type AliasKind, aliasKinds, type PriceBookContent, type PriceRows, sortRates } from './price-rows'

/** The only book so far; every table is ready for more. */
export const listBookId = 1

/** Rows as stored: each with the id by which publishing closes it. */
export type StoredRows = { readonly [Kind in keyof PriceRows]: readonly (PriceRows[Kind][number] & { readonly id: number })[] }

/** An instant of a range's end as `2026-09-01T00:00:00Z`; null where the range is open. */
export const rangeInstant = (column: PgColumn, end: 'lower' | 'upper') =>
  sql<
    string | null
  >`replace(to_char(${sql.raw(end)}(${column}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '.000Z', 'Z')`

/** A decimal as short text. */
export const decimalOf = (column: PgColumn) => sql<string>`trim_scale(${column})::text`

/** Whether a version has a row. */
export const isKnownIn = (column: PgColumn, version: number): SQL => sql`${column} @> ${version}::int`

/** The number of the latest version; null before the first is published. */
export async function findLatestVersion(db: Database): Promise<number | null> {
  const [latest] = await db
    .select({ number: priceVersion.number })
    .from(priceVersion)
    .where(eq(priceVersion.bookId, listBookId))
    .orderBy(desc(priceVersion.number))
    .limit(1)
  return latest?.number ?? null
}

/**
 * The whole book of a version, as a document with its contract terms.
 *
 * @throws AppError `not_found` where there is no such version.
 */
export async function readPriceBookContent(db: Database, version: number): Promise<PriceBookContent> {
  const [found] = await db
    .select({ header: priceVersion.header })
    .from(priceVersion)
    .where(sql`${priceVersion.bookId} = ${listBookId} and ${priceVersion.number} = ${version}`)
  if (!found) throw new AppError('not_found', `There is no price version ${version}.`)
  return assemblePriceBook(found.header, await readStoredRows(db, version))
}

/** Every row that a version knows. */
export async function readStoredRows(db: Database, version: number): Promise<StoredRows> {
  const isKnown = (table: { bookId: PgColumn; known: PgColumn }) =>
    sql`${table.bookId} = ${listBookId} and ${isKnownIn(table.known, version)}`
  const [providers, providerAliases, uplifts, models, aliases, sets, bands, rates, minimums, terms] = await Promise.all([
    db
      .select({
        id: priceProvider.id,
        provider: priceProvider.provider,
        fallback: priceProvider.fallback,
        tierAliases: priceProvider.tierAliases,
      })
      .from(priceProvider)
      .where(isKnown(priceProvider)),
    db
      .select({
        id: priceProviderAlias.id,
        provider: priceProviderAlias.provider,
        alias: priceProviderAlias.alias,
        position: priceProviderAlias.position,
      })
      .from(priceProviderAlias)
      .where(isKnown(priceProviderAlias)),
    db
      .select({
        id: priceUplift.id,
        provider: priceUplift.provider,
        uplift: priceUplift.uplift,
        region: priceUplift.region,
        multiply: decimalOf(priceUplift.multiply),
        models: priceUplift.models,
        position: priceUplift.position,
      })
      .from(priceUplift)
      .where(isKnown(priceUplift)),
    db
      .select({
        id: priceModel.id,
        provider: priceModel.provider,
        model: priceModel.model,
        name: priceModel.name,
        contextWindow: priceModel.contextWindow,
      })
      .from(priceModel)
      .where(isKnown(priceModel)),
    db
      .select({
        id: priceAlias.id,
        provider: priceAlias.provider,
        model: priceAlias.model,
        kind: priceAlias.kind,
        pattern: priceAlias.pattern,
        position: priceAlias.position,
      })
      .from(priceAlias)
      .where(isKnown(priceAlias)),
    db
      .select({
        id: priceSet.id,
        provider: priceSet.provider,
        model: priceSet.model,
        tier: priceSet.tier,
        from: rangeInstant(priceSet.valid, 'lower'),
        to: rangeInstant(priceSet.valid, 'upper'),
        dailyUtc: priceSet.dailyUtc,
        weekdays: priceSet.weekdays,
        weekdayZone: priceSet.weekdayZone,
        sources: priceSet.sources,
        position: priceSet.position,
      })
      .from(priceSet)
      .where(isKnown(priceSet)),
    db
      .select({ setId: priceBand.priceSetId, over: priceBand.over, inclusive: priceBand.inclusive })
      .from(priceBand)
      .innerJoin(priceSet, eq(priceSet.id, priceBand.priceSetId))
      .where(isKnown(priceSet))
      .orderBy(priceBand.priceSetId, priceBand.band),
    db
      .select({ setId: priceRate.priceSetId, band: priceRate.band, meter: priceRate.meter, rate: decimalOf(priceRate.rate) })
      .from(priceRate)
      .innerJoin(priceSet, eq(priceSet.id, priceRate.priceSetId))
      .where(isKnown(priceSet)),
    db
      .select({ setId: priceMinimum.priceSetId, meter: priceMinimum.meter, quantity: decimalOf(priceMinimum.quantity) })
      .from(priceMinimum)
      .innerJoin(priceSet, eq(priceSet.id, priceMinimum.priceSetId))
      .where(isKnown(priceSet)),
    readStoredTerms(db, version),
  ])
  const bandsOf = groupBy(bands, (row) => String(row.setId))
  const ratesOf = groupBy(rates, (row) => String(row.setId))
  const minimumsOf = groupBy(minimums, (row) => String(row.setId))
  const dropSet = <Row extends { setId: number }>(rows: readonly Row[] | undefined) =>
    (rows ?? []).map(({ setId: _, ...row }) => row)
  return {
    providers,
    providerAliases,
    uplifts,
    models,
    aliases: aliases.map((row) => ({ ...row, kind: readKind(row.kind) })),
    sets: sets.map((set) => ({
      ...set,
      bands: dropSet(bandsOf.get(String(set.id))),
      rates: sortRates(dropSet(ratesOf.get(String(set.id)))),
      minimums: sortRates(dropSet(minimumsOf.get(String(set.id)))),
    })),
    terms,
  }
}

/** The contract terms that a version knows. */
export function readStoredTerms(db: Database, version: number) {
  return db
    .select({
      id: contractTerm.id,
      term: contractTerm.term,
      provider: contractTerm.provider,
      account: contractTerm.account,
      model: contractTerm.model,
      tier: contractTerm.tier,
      meter: contractTerm.meter,
      meterGroup: contractTerm.meterGroup,
      kind: contractTerm.kind,
      value: decimalOf(contractTerm.value),
      from: rangeInstant(contractTerm.valid, 'lower'),
      to: rangeInstant(contractTerm.valid, 'upper'),
    })
    .from(contractTerm)
    .where(sql`${contractTerm.bookId} = ${listBookId} and ${isKnownIn(contractTerm.known, version)}`)
}

function readKind(text: string): AliasKind {
  const kind = aliasKinds.find((known) => known === text)
  if (!kind) throw new Error(`an alias is stored with the kind "${text}"`)
  return kind
}
