import { assemblePriceBook, readHeader } from './book-store/assemble-price-book'
import { formatContent, formatKeySorted, type PriceBookContent, type PriceRows, toPriceRows } from './book-store/price-rows'

export type Rebased =
  | { readonly ok: true; readonly content: PriceBookContent }
  /** What both sides changed, each in its own way: `openai gpt-5.4`, `contract term acme-1`, `sources`. */
  | { readonly ok: false; readonly conflicts: readonly string[] }

/**
 * Carries the changes of a draft over to a later version: what the draft did not touch is as in `latest`. The unit is a model
 * with its names and prices, a provider's own entry, a contract term, a part of the header. Where both sides changed a unit,
 * to different ends, a person has to choose.
 */
export function rebaseDraft(base: PriceBookContent, draft: PriceBookContent, latest: PriceBookContent): Rebased {
  const sides = [base, draft, latest].map((content) => toUnits(content))
  const [baseUnits, draftUnits, latestUnits] = sides
  if (!baseUnits || !draftUnits || !latestUnits) throw new Error('three sides were given')
  const conflicts: string[] = []
  const merged: Unit[] = []
  for (const name of new Set([...draftUnits.keys(), ...latestUnits.keys()])) {
    const was = baseUnits.get(name)?.text
    const mine = draftUnits.get(name)
    const theirs = latestUnits.get(name)
    if (was !== mine?.text && was !== theirs?.text && mine?.text !== theirs?.text) conflicts.push(name)
    const chosen = was === mine?.text ? theirs : mine
    if (chosen) merged.push(chosen)
  }
  const providers = new Set(merged.flatMap(({ rows }) => (rows.providers ?? []).map(({ provider }) => provider)))
  // One side removed a provider of which the other changed a model.
  for (const { rows } of merged) {
    for (const { provider, model } of rows.models ?? []) if (!providers.has(provider)) conflicts.push(`${provider} ${model}`)
  }
  if (conflicts.length > 0) return { ok: false, conflicts: conflicts.sort() }
  return { ok: true, content: fromUnits(merged) }
}

interface Unit {
  readonly text: string
  readonly rows: Partial<PriceRows>
  readonly header: Readonly<Record<string, unknown>>
}

function toUnits(content: PriceBookContent): Map<string, Unit> {
  const rows = toPriceRows(content)
  const parts = new Map<string, { [Kind in keyof PriceRows]?: PriceRows[Kind][number][] }>()
  const put = <Kind extends keyof PriceRows>(name: string, kind: Kind, row: PriceRows[Kind][number]) => {
    const part = parts.get(name) ?? {}
    const list: PriceRows[Kind][number][] = part[kind] ?? []
    list.push(row)
    Object.assign(part, { [kind]: list })
    parts.set(name, part)
  }
  for (const row of rows.providers) put(row.provider, 'providers', row)
  for (const row of rows.providerAliases) put(row.provider, 'providerAliases', row)
  for (const row of rows.uplifts) put(row.provider, 'uplifts', row)
  for (const row of rows.models) put(`${row.provider} ${row.model}`, 'models', row)
  for (const row of rows.aliases) put(`${row.provider} ${row.model}`, 'aliases', row)
  for (const row of rows.sets) put(`${row.provider} ${row.model}`, 'sets', row)
  for (const row of rows.terms) put(`contract term ${row.term}`, 'terms', row)
  const units = new Map<string, Unit>()
  for (const [name, part] of parts) {
    const text = formatKeySorted(Object.entries(part).map(([kind, list]) => [kind, list.map(formatContent).sort()]))
    units.set(name, { text, rows: part, header: {} })
  }
  for (const [field, value] of Object.entries(readHeader(content.book))) {
    units.set(`header ${field}`, { text: formatKeySorted(value), rows: {}, header: { [field]: value } })
  }
  return units
}

function fromUnits(units: readonly Unit[]): PriceBookContent {
  const join = <Kind extends keyof PriceRows>(kind: Kind) => units.flatMap(({ rows }) => [...(rows[kind] ?? [])])
  const header = Object.assign({}, ...units.map((unit) => unit.header))
  return assemblePriceBook(header, {
    providers: join('providers'),
    providerAliases: join('providerAliases'),
    uplifts: join('uplifts'),
    models: join('models'),
    aliases: join('aliases'),
    sets: join('sets'),
    terms: join('terms'),
  })
}
