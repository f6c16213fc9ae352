import { z } from 'zod'
import { meterNames } from '../meters'
import {
  type ModelDocument,
  type PriceBookDocument,
  priceBookDocumentSchema,
  priceBookHeaderSchema,
  providerPricesSchema,
} from '../price-book-document'
import { type ContractTermDocument, contractTermSchema } from '../resolve-terms'
import {
  type AliasRow,
  aliasKinds,
  type PriceBookContent,
  type PriceRows,
  type PriceSetRow,
  type TermRow,
  toPriceRows,
} from './price-rows'

export type PriceBookHeader = z.infer<typeof priceBookHeaderSchema>

/** The part of a book that no provider owns. */
export function readHeader(book: PriceBookDocument): PriceBookHeader {
  const { providers: _, ...header } = book
  return header
}

/**
 * Puts a book together from rows: providers and models in the order of their names, lists in that of their positions.
 *
 * @param header as stored with the version; parsed here.
 */
export function assemblePriceBook(header: unknown, rows: PriceRows): PriceBookContent {
  const models = groupBy(rows.models, (row) => row.provider)
  const aliases = groupBy(rows.aliases, (row) => `${row.provider}\0${row.model}`)
  const sets = groupBy(rows.sets, (row) => `${row.provider}\0${row.model}`)
  const providerAliases = groupBy(rows.providerAliases, (row) => row.provider)
  const uplifts = groupBy(rows.uplifts, (row) => row.provider)
  const providers = sortByText(rows.providers, (row) => row.provider).map(({ provider, fallback, tierAliases }) => ({
    provider,
    aliases: sortByPosition(providerAliases.get(provider) ?? [], (row) => row.alias).map(({ alias }) => alias),
    ...(fallback && { fallback: [...fallback] }),
    ...(tierAliases && { tier_aliases: { ...tierAliases } }),
    ...((uplifts.get(provider) ?? []).length > 0 && {
      uplifts: sortByPosition(uplifts.get(provider) ?? [], (row) => row.uplift).map((row) => {
        return { id: row.uplift, region: row.region, multiply: row.multiply, models: [...row.models] }
      }),
    }),
    models: sortByText(models.get(provider) ?? [], (row) => row.model).map(({ model, name, contextWindow }) => {
      const key = `${provider}\0${model}`
      const named = assembleAliases(aliases.get(key) ?? [])
      return {
        model,
        ...(name !== null && { name }),
        ...(contextWindow !== null && { context_window: contextWindow }),
        ...(named && { aliases: named }),
        prices: sortByPosition(sets.get(key) ?? [], (row) => `${row.tier} ${row.from ?? ''}`).map(assemblePriceSet),
      }
    }),
  }))
  return {
    book: { ...priceBookHeaderSchema.parse(header), providers: z.array(providerPricesSchema).parse(providers) },
    terms: sortByText(rows.terms, (row) => row.term).map(assembleTerm),
  }
}

/** The one form of a book and its terms: what they are after being stored and read back. */
export function normalizePriceBook(content: PriceBookContent): PriceBookContent {
  return assemblePriceBook(readHeader(priceBookDocumentSchema.parse(content.book)), toPriceRows(content))
}

function assembleAliases(rows: readonly AliasRow[]): ModelDocument['aliases'] {
  if (rows.length === 0) return undefined
  const byKind = groupBy(rows, (row) => row.kind)
  return Object.fromEntries(
    aliasKinds.flatMap((kind) => {
      const ofKind = byKind.get(kind)
      return ofKind ? [[kind, sortByPosition(ofKind, (row) => row.pattern).map(({ pattern }) => pattern)]] : []
    }),
  )
}

function assemblePriceSet(row: PriceSetRow) {
  const ratesOf = (band: number) =>
    toRecord(row.rates.filter((entry) => entry.band === band).map(({ meter, rate }) => [meter, rate]))
  return {
    tier: row.tier,
    ...(row.from !== null && { from: row.from }),
    ...(row.to !== null && { to: row.to }),
    ...(row.dailyUtc && { daily_utc: row.dailyUtc.map(([start, end]) => [start, end]) }),
    ...(row.weekdays && { weekdays: [...row.weekdays] }),
    ...(row.weekdayZone !== null && { weekday_zone: row.weekdayZone }),
    rates: ratesOf(0),
    ...(row.bands.length > 0 && { bands: row.bands.map((band, index) => ({ ...band, rates: ratesOf(index + 1) })) }),
    ...(row.minimums.length > 0 && { min_quantity: toRecord(row.minimums.map(({ meter, quantity }) => [meter, quantity])) }),
    ...(row.sources && { sources: [...row.sources] }),
  }
}

function assembleTerm(row: TermRow): ContractTermDocument {
  return contractTermSchema.parse({
    id: row.term,
    provider: row.provider,
    account: row.account,
    model: row.model,
    tier: row.tier,
    meter: row.meter,
    meter_group: row.meterGroup,
    kind: row.kind,
    value: row.value,
    from: row.from,
    to: row.to,
  })
}

function toRecord(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const rank = new Map<string, number>(meterNames.map((meter, index) => [meter, index]))
  return Object.fromEntries([...entries].sort(([left], [right]) => (rank.get(left) ?? 0) - (rank.get(right) ?? 0)))
}

function sortByText<Row>(rows: readonly Row[], textOf: (row: Row) => string): Row[] {
  return [...rows].sort((left, right) => (textOf(left) < textOf(right) ? -1 : 1))
}

/** Rows that came with different versions may share a position: then the text decides. */
function sortByPosition<Row extends { readonly position: number }>(rows: readonly Row[], textOf: (row: Row) => string): Row[] {
  return [...rows].sort((left, right) => left.position - right.position || (textOf(left) < textOf(right) ? -1 : 1))
}

/** Rows by a text of theirs, in their order. */
export function groupBy<Row>(rows: readonly Row[], textOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = textOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}
