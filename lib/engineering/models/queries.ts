import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import { loadModelFacts, type ModelFact } from '@/lib/pricing/model-facts'
import type { PriceBook } from '@/lib/pricing/price-book'
import { findModel } from '@/lib/pricing/select-rates'
import { listNamed, readLabelColumns } from '@/lib/reports/spend/labels'
import { groupLatency } from '@/lib/reports/spend/latency-groups'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { previousPeriod } from '@/lib/time/calendar'
import { dateInZone, startOfDate } from '@/lib/time/instant'
import { readHistogram } from '@/lib/usage/latency-histogram'
import { errorBoundText, type LatencyCounts } from '../explore/percentile'
import type { PeriodParams } from '../period-params'
import { compareSiblings } from './compare-siblings'
import { foldModels, writeKey } from './fold-models'
import { type ModelsPlace, readUsages } from './read-usages'
import type { ModelsReport } from './schema'

let facts: readonly ModelFact[] | null = null

/** They ship with the product and do not change while it runs. */
function readFacts(): readonly ModelFact[] {
  facts ??= loadModelFacts()
  return facts
}

/** What decides which prices siblings are asked at: the last instant of the period, or now. */
interface ModelsOptions {
  readonly now?: Date
  readonly facts?: readonly ModelFact[]
}

/**
 * The models in use: cost against latency, what each class, tier and context band costs, and what siblings would have cost.
 * All sums are of one snapshot, within the scope and the filters.
 */
export async function getModels(
  db: Database,
  scope: Scope,
  question: PeriodParams,
  { now = new Date(), facts = readFacts() }: ModelsOptions = {},
): Promise<ModelsReport> {
  const book = await getPriceBook(db)
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const nameIn = nameModels(book)
    const place = { zone, labels: await readLabelColumns(tx, listNamed({ groupBy: [], filters: question.filters })) }
    const { usages, stated, asOf } = await readUsages(tx, scope, { ...place, nameIn }, question)
    const previous = await readPrevious(tx, scope, { ...place, nameIn }, question)
    const latencies = await readLatencies(
      tx,
      scope,
      { ...place, nameIn: (key) => stated.get(writeKey(key)) ?? nameIn(key) },
      question,
    )
    const atMs = Math.min(now.getTime(), startOfDate(question.to, zone).getTime() - 1)
    const { siblings, known } = compareSiblings(usages, { book, facts, atMs, day: dateInZone(new Date(atMs), zone) })
    return {
      ...{ from: question.from, to: question.to, zone, as_of: asOf, previous: previousPeriod(question) },
      latency_error: errorBoundText,
      ...foldModels({ usages, previous, latencies }),
      siblings: siblings.sort(bySaving),
      prices_at: new Date(atMs).toISOString(),
      known_models: known,
    }
  })
}

function bySaving(left: ModelsReport['siblings'][number], right: ModelsReport['siblings'][number]): number {
  const [one, other] = [parseDecimal(left.difference_usd), parseDecimal(right.difference_usd)]
  if (one !== other) return one < other ? -1 : 1
  return `${left.model} ${left.sibling}` < `${right.model} ${right.sibling}` ? -1 : 1
}

/** What the book calls a model; a name that it does not know stays as it is. */
const nameModels =
  (book: PriceBook): ModelsPlace['nameIn'] =>
  ({ provider, model }) => ({ provider, model: findModel(book, provider, model)?.model ?? model })

async function readPrevious(
  tx: Database,
  scope: Scope,
  { nameIn, ...place }: ModelsPlace,
  question: PeriodParams,
): Promise<Map<string, Usd>> {
  const asked = groupUsage(scope, {
    ...{ period: previousPeriod(question), ...place, groupBy: ['provider', 'model_family'], filters: question.filters },
    measures: ['cost_usd'],
  })
  const lines = await tx.execute<{ provider: string; model: string; cost: string | null }>(sql`
    with ${asked} select provider, model_family as model, cost_usd::text as cost from grouped`)
  const costs = new Map<string, Usd>()
  for (const { cost, ...key } of lines) {
    const name = writeKey(nameIn(key))
    costs.set(name, (costs.get(name) ?? 0n) + parseDecimal(cost ?? '0'))
  }
  return costs
}

async function readLatencies(
  tx: Database,
  scope: Scope,
  { nameIn, ...place }: ModelsPlace,
  question: PeriodParams,
): Promise<Map<string, LatencyCounts>> {
  const asked = groupLatency(scope, {
    ...{ period: question, ...place, groupBy: ['provider', 'model'], filters: question.filters },
  })
  const lines = await tx.execute<{ provider: string; model: string; histogram: string }>(sql`
    with ${asked} select provider, model, histogram::text from latency_grouped`)
  const counts = new Map<string, [number, bigint][]>()
  for (const { histogram, ...key } of lines) {
    const name = writeKey(nameIn(key))
    counts.set(name, [...(counts.get(name) ?? []), ...readHistogram(histogram)])
  }
  return counts
}
