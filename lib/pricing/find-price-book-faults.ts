import type { FieldError } from '@/lib/errors'
import { parseDecimal } from '@/lib/money/decimal'
import { dollar } from '@/lib/money/usd'
import { meterNames } from './meters'
import type { ModelDocument, PriceBookDocument, PriceSetDocument, ProviderPricesDocument } from './price-book-document'
import { type PriceWindow, readPriceWindow } from './price-window'

/**
 * What the shape of a price book cannot say: names that mean two things, spans that overlap, references to nothing. Each would
 * make a price depend on the order of the file, and a price must not. Empty: the document can be published.
 */
export function findPriceBookFaults(document: PriceBookDocument): FieldError[] {
  return [
    ...findMeterFaults(document),
    ...findProviderFaults(document),
    ...document.providers.flatMap((entry, index) => [
      ...findModelNameFaults(entry, `providers[${index}]`),
      ...findUpliftFaults(entry, `providers[${index}]`),
      ...entry.models.flatMap((model, position) =>
        findPriceFaults(model, document.sources, `providers[${index}].models[${position}]`),
      ),
    ]),
  ]
}

function findMeterFaults(document: PriceBookDocument): FieldError[] {
  return meterNames.flatMap((start) => {
    const seen = new Set<string>()
    for (let meter: (typeof meterNames)[number] | null = start; meter !== null; meter = document.meters[meter].fallback) {
      if (seen.has(meter)) return [{ path: `meters.${start}.fallback`, message: 'falls back on itself' }]
      seen.add(meter)
    }
    return []
  })
}

function findProviderFaults(document: PriceBookDocument): FieldError[] {
  const providers = new Set(document.providers.map((entry) => entry.provider))
  const ownerByAlias = new Map<string, string>()
  const seen = new Set<string>()
  return document.providers.flatMap((entry, index) => {
    const faults: FieldError[] = []
    const path = `providers[${index}]`
    if (seen.has(entry.provider)) faults.push({ path: `${path}.provider`, message: `${entry.provider} is there twice` })
    seen.add(entry.provider)
    for (const alias of entry.aliases) {
      const owner = ownerByAlias.get(alias)
      if (owner !== undefined) faults.push({ path: `${path}.aliases`, message: `"${alias}" already means ${owner}` })
      ownerByAlias.set(alias, entry.provider)
    }
    for (const fallback of entry.fallback ?? []) {
      if (!providers.has(fallback)) faults.push({ path: `${path}.fallback`, message: `there is no provider "${fallback}"` })
    }
    return faults
  })
}

function findModelNameFaults(entry: ProviderPricesDocument, path: string): FieldError[] {
  const ownerByName = new Map<string, string>()
  const canonical = new Set<string>()
  return entry.models.flatMap(({ model, aliases }, index) => {
    const faults: FieldError[] = []
    if (canonical.has(model)) faults.push({ path: `${path}.models[${index}].model`, message: `${model} is there twice` })
    canonical.add(model)
    for (const kind of ['exact', 'regex', 'family', 'prefix', 'suffix', 'contains'] as const) {
      for (const text of aliases?.[kind] ?? []) {
        const owner = ownerByName.get(`${kind} ${text}`)
        if (owner !== undefined && owner !== model) {
          faults.push({ path: `${path}.models[${index}].aliases.${kind}`, message: `"${text}" already means ${owner}` })
        }
        ownerByName.set(`${kind} ${text}`, model)
      }
    }
    return faults
  })
}

function findUpliftFaults(entry: ProviderPricesDocument, path: string): FieldError[] {
  const models = new Map(entry.models.map((model) => [model.model, model]))
  return (entry.uplifts ?? []).flatMap((uplift, index) =>
    uplift.models.flatMap((name) => {
      const model = models.get(name)
      const at = `${path}.uplifts[${index}].models`
      if (!model) return [{ path: at, message: `there is no model "${name}"` }]
      return isUpliftExact(model, uplift.multiply)
        ? []
        : [{ path: at, message: `${name}: the uplifted rate has more than 18 places` }]
    }),
  )
}

function isUpliftExact(model: ModelDocument, multiply: string): boolean {
  const factor = parseDecimal(multiply)
  const tables = model.prices.flatMap((set) => [set.rates, ...(set.bands ?? []).map((band) => band.rates)])
  return tables.every((rates) => Object.values(rates).every((rate) => (parseDecimal(rate ?? '0') * factor) % dollar === 0n))
}

function findPriceFaults(model: ModelDocument, sources: Readonly<Record<string, string>>, path: string): FieldError[] {
  return model.prices.flatMap((set, index) => {
    const at = `${path}.prices[${index}]`
    const faults: FieldError[] = []
    const window = readPriceWindow(set)
    if (window.fromMs >= window.toMs) faults.push({ path: `${at}.to`, message: 'must be later than from' })
    for (const [start, end] of set.daily_utc ?? []) {
      if (start === end) faults.push({ path: `${at}.daily_utc`, message: `${start} to ${end} is no time at all` })
    }
    const thresholds = (set.bands ?? []).map((band) => band.over)
    if (new Set(thresholds).size < thresholds.length)
      faults.push({ path: `${at}.bands`, message: 'two bands begin at one threshold' })
    for (const source of set.sources ?? []) {
      if (!(source in sources)) faults.push({ path: `${at}.sources`, message: `"${source}" is not among the sources` })
    }
    const rival = model.prices.slice(0, index).findIndex((earlier) => competes(earlier, set))
    if (rival >= 0) faults.push({ path: at, message: `${model.model}: in force at the same time as prices[${rival}]` })
    return faults
  })
}

/** Whether two sets could both be in force with nothing to say which of them wins. */
function competes(left: PriceSetDocument, right: PriceSetDocument): boolean {
  if (left.tier !== right.tier) return false
  const one = readPriceWindow(left)
  const other = readPriceWindow(right)
  if ((one.dailyUtcMs === null) !== (other.dailyUtcMs === null)) return false
  if (one.fromMs >= other.toMs || other.fromMs >= one.toMs) return false
  return !haveDisjointDays(one, other) && !haveDisjointTimes(one, other)
}

function haveDisjointDays(one: PriceWindow, other: PriceWindow): boolean {
  if (one.weekdays === null || other.weekdays === null || one.weekdayZone !== other.weekdayZone) return false
  return !one.weekdays.some((day) => other.weekdays?.includes(day))
}

function haveDisjointTimes(one: PriceWindow, other: PriceWindow): boolean {
  const spans = (window: PriceWindow) =>
    (window.dailyUtcMs ?? [[0, 86_400_000] as const]).flatMap(([start, end]) =>
      start < end ? [[start, end] as const] : [[start, 86_400_000] as const, [0, end] as const],
    )
  return !spans(one).some(([start, end]) => spans(other).some(([otherStart, otherEnd]) => start < otherEnd && otherStart < end))
}
