import { sql } from 'drizzle-orm'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { type MeterName, meterNames } from '@/lib/pricing/meters'
import { meterColumn, type Quantities } from '@/lib/reports/spend/class-costs'
import type { DimensionName } from '@/lib/reports/spend/dimension-names'
import type { LabelColumns } from '@/lib/reports/spend/dimensions'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { type ApartWhere, groupUsage } from '@/lib/reports/spend/usage-groups'
import type { Period } from '@/lib/time/calendar'
import { inputMeters, outputMeters } from './rate-sets'

/** Who used what, as rules tell uses apart. Null is none, and of routes and environments what no rule tells apart. */
export interface Use {
  /** The owner; `~shared` for pools. */
  readonly team: string | null
  readonly environment: string | null
  readonly service: string | null
  readonly route: string | null
  readonly feature: string | null
  /** As its source sent it. */
  readonly model: string
}

/** The usage of a period that was alike in everything that a rule looks at, under one price. */
export interface WasteFact extends Use {
  readonly outcome: string
  readonly isRetry: boolean
  /** 0 and below: a reason for having no price. */
  readonly rateSetId: number
  readonly requests: bigint
  readonly cost: Usd
  /** Without a price, or without known tokens. */
  readonly unknownRequests: bigint
  /** Of which nobody says what a cache answered. */
  readonly cacheUnknownRequests: bigint
  readonly quantities: Quantities
}

/** What is asked: half-open days of `zone`, of the series that filters and scope leave. */
export interface FactQuestion {
  readonly period: Period
  readonly zone: string
  readonly filters: SpendParams['filters']
  readonly labels: LabelColumns
}

const dimensions = [
  'team',
  'environment',
  'service',
  'route',
  'feature',
  'model',
  'outcome',
  'attempt',
] as const satisfies readonly DimensionName[]
const measures = ['requests', 'cost_usd', 'unpriced_requests', 'missing_token_requests', 'cache_unknown_requests'] as const

interface FactLine extends Record<string, unknown> {
  rate_set_id: number
  sums: string
}

/**
 * Everything that a period's roll-ups hold, in one read of them. Uses come with a route where calls failed or were tried again,
 * and with an environment where it is a sandbox: what no rule looks at would but part the sums into many times as many.
 */
export function readFacts(
  db: Database,
  scope: Scope,
  question: FactQuestion,
  { sandboxes }: { readonly sandboxes: readonly string[] },
): Promise<WasteFact[]> {
  const apartWhere = { route: { outcome: ['error'], attempt: ['retry'] }, environment: { environment: sandboxes } }
  return readLines(db, scope, { ...question, apartWhere }, { dimensions, meters: meterNames })
}

/** The part of it by which features are judged, of all of the organisation: whoever looks, what is usual stays the same. */
export function readPeerFacts(db: Database, { period, zone }: FactQuestion): Promise<WasteFact[]> {
  const everything = scopeFor({ kind: 'system', name: 'job' }, 'spend.read')
  const question = { period, zone, filters: { outcome: ['success'] }, labels: new Map() }
  return readLines(db, everything, question, {
    dimensions: ['team', 'service', 'feature', 'outcome'],
    meters: [...inputMeters, ...outputMeters],
  })
}

interface ReadOptions {
  readonly dimensions: readonly (typeof dimensions)[number][]
  readonly meters: readonly MeterName[]
}

/**
 * Sums travel as one text: most of them are empty, and thousands of rows of thirty columns take longer to send and to read than
 * to add up.
 */
async function readLines(
  db: Database,
  scope: Scope,
  question: FactQuestion & { readonly apartWhere?: ApartWhere },
  { dimensions: groupBy, meters }: ReadOptions,
): Promise<WasteFact[]> {
  const names = groupBy.map((name) => sql.identifier(name))
  const sums = [...measures, ...meters.map(meterColumn)].map((name) => sql.identifier(name))
  const lines = await db.execute<FactLine>(sql`
    with ${groupUsage(scope, { ...question, groupBy, measures, meters, byRateSet: true })}
    select ${sql.join(names, sql`, `)}, rate_set_id, concat(${sql.join(sums, sql`, ',', `)}) as sums from grouped`)
  return lines.map((line) => readFact(line, meters))
}

function readFact(line: FactLine, meters: readonly MeterName[]): WasteFact {
  const sums = line.sums.split(',')
  const count = (name: (typeof measures)[number]) => BigInt(sums[measures.indexOf(name)] || '0')
  return {
    team: textOf(line.team),
    environment: textOf(line.environment),
    service: textOf(line.service),
    route: textOf(line.route),
    feature: textOf(line.feature),
    model: textOf(line.model) ?? '',
    outcome: textOf(line.outcome) ?? '',
    isRetry: line.attempt === 'retry',
    rateSetId: line.rate_set_id,
    requests: count('requests'),
    cost: parseDecimal(sums[measures.indexOf('cost_usd')] || '0'),
    unknownRequests: count('unpriced_requests') + count('missing_token_requests'),
    cacheUnknownRequests: count('cache_unknown_requests'),
    quantities: readCounts(sums, meters),
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

/** After the measures, in the order of the meters; one that was not counted is empty. */
function readCounts(sums: readonly string[], meters: readonly MeterName[]): Quantities {
  const quantities = new Map<MeterName, bigint>()
  for (let index = measures.length; index < sums.length; index += 1) {
    const [text, meter] = [sums[index], meters[index - measures.length]]
    if (!text || text === '0' || meter === undefined) continue
    quantities.set(meter, meter === 'audio_second' ? parseDecimal(text) : BigInt(text))
  }
  return quantities
}
