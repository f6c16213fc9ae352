import { getTableName, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Database } from '@/lib/db/client'
import {
  contractTerm,
  priceAlias,
  priceBand,
  priceBook,
  priceMinimum,
  priceModel,
  priceProvider,
  priceProviderAlias,
  priceRate,
  priceSet,
  priceUplift,
  priceVersion,
  priceVersionChange,
} from '@/lib/db/schema/pricing'
import { buildPriceBook } from '../price-book'
import { countChanges, findRerateSpan, type PriceChange } from '../price-change'
import { readContractTerm } from '../resolve-terms'
import { readHeader } from './assemble-price-book'
import { insertRows } from './insert-rows'
import { materializeRateSets } from './materialize-rate-sets'
import { formatContent, formatTermScope, formatWindowKey, type PriceBookContent, type PriceRows, toPriceRows } from './price-rows'
import { formatRange } from './range-text'
import { findLatestVersion, listBookId, readStoredRows, type StoredRows } from './read-version'

/** What is published, and what is said of it. */
export interface Publication {
  /** Free of faults and in its normal form. */
  readonly content: PriceBookContent
  readonly changes: readonly PriceChange[]
  /** What the version's counts of changes count; `changes` where absent. */
  readonly counted?: readonly PriceChange[]
  readonly origin: 'shipped' | 'hand' | 'import'
  readonly note: string
  readonly publishedBy: string
  readonly now: Date
}

const noRows: StoredRows = { providers: [], providerAliases: [], uplifts: [], models: [], aliases: [], sets: [], terms: [] }

/** Waits until nobody else publishes; held until the transaction ends. */
export async function lockPriceBook(tx: Database): Promise<void> {
  await tx.select({ id: priceBook.id }).from(priceBook).where(sql`${priceBook.id} = ${listBookId}`).for('update')
}

/**
 * Publishes the next version: closes the rows that it no longer believes, adds those that are new, stores its rate sets and
 * what it changed. Rows that both versions believe are not touched. Needs `lockPriceBook`.
 */
export async function publishVersion(tx: Database, publication: Publication): Promise<{ version: number; newRateSets: number }> {
  const { content, changes, now } = publication
  const latest = await findLatestVersion(tx)
  const version = (latest ?? 0) + 1
  const rows = toPriceRows(content)
  const stored = latest === null ? noRows : await readStoredRows(tx, latest)
  const book = buildPriceBook(content.book, { terms: content.terms.map(readContractTerm) })
  await tx.insert(priceVersion).values({
    bookId: listBookId,
    number: version,
    publishedAt: now,
    publishedBy: publication.publishedBy,
    note: publication.note,
    origin: publication.origin,
    asOf: content.book.as_of,
    header: readHeader(content.book),
    counts: { ...countRows(rows), rate_sets: book.rateSets.length },
    changeCounts: { ...countChanges(publication.counted ?? changes) },
  })
  await replaceRows(tx, version, stored, rows)
  await storeChanges(tx, version, changes, now)
  const { added } = await materializeRateSets(tx, book, version)
  return { version, newRateSets: added }
}

function countRows(rows: PriceRows): Record<string, number> {
  return {
    providers: rows.providers.length,
    models: rows.models.length,
    aliases: rows.aliases.length,
    price_sets: rows.sets.length,
    rates: rows.sets.reduce((count, set) => count + set.rates.length, 0),
    terms: rows.terms.length,
  }
}

async function replaceRows(tx: Database, version: number, stored: StoredRows, rows: PriceRows): Promise<void> {
  const known = { bookId: listBookId, known: `[${version},)` }
  const replace = async <Row extends object>(
    table: PgTable,
    before: readonly (Row & { readonly id: number })[],
    after: readonly Row[],
    toStored: (row: Row) => object,
  ): Promise<readonly Row[]> => {
    const { closed, added } = compareRows(before, after)
    await closeRows(tx, table, closed, version)
    await insertRows(
      tx,
      table,
      added.map((row) => ({ ...toStored(row), ...known })),
    )
    return added
  }
  const asIs = (row: object) => row
  await replace(priceProvider, stored.providers, rows.providers, asIs)
  await replace(priceProviderAlias, stored.providerAliases, rows.providerAliases, asIs)
  await replace(priceUplift, stored.uplifts, rows.uplifts, asIs)
  await replace(priceModel, stored.models, rows.models, asIs)
  await replace(priceAlias, stored.aliases, rows.aliases, asIs)
  await replace(contractTerm, stored.terms, rows.terms, ({ from, to, ...term }) => {
    return { ...term, valid: formatRange(from, to), scopeKey: formatTermScope({ from, to, ...term }) }
  })
  const added = await replace(priceSet, stored.sets, rows.sets, ({ from, to, bands, rates, minimums, ...set }) => {
    return { ...set, valid: formatRange(from, to), windowKey: formatWindowKey(set) }
  })
  await storeRates(tx, version, added)
}

/** What to close and what to add so that the rows say what they should. */
function compareRows<Row extends object>(before: readonly (Row & { readonly id: number })[], after: readonly Row[]) {
  const wanted = new Map(after.map((row) => [formatContent(row), row]))
  const closed: number[] = []
  for (const row of before) if (!wanted.delete(formatContent(row))) closed.push(row.id)
  return { closed, added: [...wanted.values()] }
}

async function closeRows(tx: Database, table: PgTable, ids: readonly number[], version: number): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`
    update ${sql.identifier(getTableName(table))} set known = int4range(lower(known), ${version}::int)
    where id in (select value::int from json_array_elements_text(${JSON.stringify(ids)}::json))`)
}

async function storeRates(tx: Database, version: number, sets: PriceRows['sets']): Promise<void> {
  const stored = await tx
    .select({ id: priceSet.id, provider: priceSet.provider, model: priceSet.model, position: priceSet.position })
    .from(priceSet)
    .where(sql`${priceSet.bookId} = ${listBookId} and lower(${priceSet.known}) = ${version}`)
  const ids = new Map(stored.map((row) => [`${row.provider}\0${row.model}\0${row.position}`, row.id]))
  const idOf = (set: PriceRows['sets'][number]) => ids.get(`${set.provider}\0${set.model}\0${set.position}`)
  await insertRows(
    tx,
    priceBand,
    sets.flatMap((set) => set.bands.map((band, index) => ({ priceSetId: idOf(set), band: index + 1, ...band }))),
  )
  await insertRows(
    tx,
    priceRate,
    sets.flatMap((set) => set.rates.map((rate) => ({ priceSetId: idOf(set), ...rate }))),
  )
  await insertRows(
    tx,
    priceMinimum,
    sets.flatMap((set) => set.minimums.map((minimum) => ({ priceSetId: idOf(set), ...minimum }))),
  )
}

async function storeChanges(tx: Database, version: number, changes: readonly PriceChange[], now: Date): Promise<void> {
  await insertRows(
    tx,
    priceVersionChange,
    changes.map((change, position) => {
      const { from, to, hasSpan, ...facts } = change
      const rerate = findRerateSpan(change, now)
      return {
        bookId: listBookId,
        version,
        position,
        ...facts,
        valid: hasSpan ? formatRange(from, to) : null,
        rerate: rerate && formatRange(rerate.from, rerate.to),
      }
    }),
  )
}
