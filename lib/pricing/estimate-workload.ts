import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { parseInstant } from '@/lib/time/instant'
import { parseQuantity } from './parse-quantity'
import type { QuoteAnswer, QuoteRequest } from './schema'

/** One side of the estimator, as typed. */
export interface Workload {
  readonly provider: string
  readonly model: string
  /** `total`: counts are of all requests together. `each`: of every one. */
  readonly counts: 'total' | 'each'
  readonly requests: string
  readonly input: string
  readonly cached: string
  readonly write5m: string
  readonly write1h: string
  readonly output: string
  readonly tier: string
  readonly region: string
  readonly account: string
  readonly at: string
}

export type WorkloadFaults = Partial<Record<keyof Workload, string>>

/** A workload as it is asked for. */
export interface WorkloadRequest {
  /** How many requests the figures are about, or are to be multiplied by. */
  readonly requests: bigint
  readonly inputTokens: bigint
  /** What the estimate is priced from. */
  readonly quote: QuoteRequest
  /** The same counts as a single request; null where `quote` is one already. */
  readonly asOneRequest: QuoteRequest | null
}

export type ReadWorkload =
  | { readonly ok: true; readonly request: WorkloadRequest }
  | { readonly ok: false; readonly faults: WorkloadFaults }

const counted = {
  input: 'input_tokens',
  cached: 'cached_input_tokens',
  write5m: 'cache_write_5m_tokens',
  write1h: 'cache_write_1h_tokens',
  output: 'output_tokens',
} as const

/** Reads what was typed. Blank counts are left out, blank requests are one. */
export function readWorkload(workload: Workload): ReadWorkload {
  const faults: WorkloadFaults = {}
  const read = (field: keyof typeof counted | 'requests'): bigint | null => {
    const text = workload[field]
    if (text.trim() === '') return null
    const quantity = parseQuantity(text)
    if (quantity.ok) return quantity.value
    faults[field] = quantity.message
    return null
  }
  const usage: Record<string, string> = {}
  for (const [field, name] of Object.entries(counted) as [keyof typeof counted, string][]) {
    const count = read(field)
    if (count !== null) usage[name] = count.toString()
  }
  const requests = read('requests') ?? 1n
  if (requests < 1n) faults.requests = 'is 1 or more'
  if (workload.model.trim() === '') faults.model = 'choose or type a model'
  const at = workload.at.trim() === '' ? null : parseInstant(`${workload.at.trim().replace(/Z$/, '')}Z`)
  if (workload.at.trim() !== '' && at === null) faults.at = 'write a time such as 2026-10-01T09:00'
  if (Object.keys(faults).length > 0) return { ok: false, faults }
  const ask = (sum: Record<string, string>): QuoteRequest => ({
    provider: workload.provider.trim() || null,
    model: workload.model,
    at: at?.toISOString() ?? null,
    usage: sum,
    tier: workload.tier.trim() || null,
    region: workload.region.trim() || null,
    billing_account: workload.account.trim() || null,
  })
  const isRollUp = workload.counts === 'total' && requests > 1n
  return {
    ok: true,
    request: {
      requests,
      inputTokens: BigInt(usage.input_tokens ?? '0'),
      quote: ask(isRollUp ? { ...usage, requests: requests.toString() } : usage),
      asOneRequest: isRollUp ? ask(usage) : null,
    },
  }
}

/** Everything that has to be quoted for these workloads, in order. */
export function listQuotes(reads: readonly ReadWorkload[]): QuoteRequest[] {
  return reads.flatMap((read) =>
    read.ok ? [read.request.quote, ...(read.request.asOneRequest ? [read.request.asOneRequest] : [])] : [],
  )
}

/** What a workload costs. */
export interface Estimate {
  readonly answer: QuoteAnswer
  readonly asOneRequest: QuoteAnswer | null
  readonly requests: bigint
  /** How many times the answer's lines are paid. */
  readonly times: bigint
  /** Decimal USD, all requests together; null where there is no price. */
  readonly cost: string | null
  readonly listCost: string | null
  /** In plain words, how it was priced. */
  readonly basis: string
  /** What else has to be known to trust the figure. */
  readonly remark: string | null
}

/** Puts the answers beside the workloads that `listQuotes` asked for; null for a workload with faults or without an answer. */
export function readEstimates(workloads: readonly Workload[], reads: readonly ReadWorkload[], answers: readonly QuoteAnswer[]) {
  let next = 0
  return reads.map((read, index): Estimate | null => {
    const workload = workloads[index]
    if (!read.ok || !workload) return null
    const answer = answers[next++]
    const asOneRequest = read.request.asOneRequest ? (answers[next++] ?? null) : null
    return answer ? describeEstimate(workload, read.request, answer, asOneRequest) : null
  })
}

function describeEstimate(
  workload: Workload,
  request: WorkloadRequest,
  answer: QuoteAnswer,
  asOneRequest: QuoteAnswer | null,
): Estimate {
  const times = workload.counts === 'each' ? request.requests : 1n
  return {
    answer,
    asOneRequest,
    requests: request.requests,
    times,
    cost: multiply(answer.cost_usd, times),
    listCost: multiply(answer.list_cost_usd, times),
    basis: describeBasis(request, answer, times),
    remark: describeRemark(request, asOneRequest),
  }
}

/** An exact amount so many times. */
export function multiply(amount: string | null, times: bigint): string | null {
  return amount === null ? null : formatDecimal(parseDecimal(amount) * times)
}

function describeBasis({ requests, asOneRequest }: WorkloadRequest, answer: QuoteAnswer, times: bigint): string {
  if (asOneRequest !== null) return `Priced as a roll-up of ${group(requests)} requests: base rates.`
  const band = answer.matched?.band
  const rates = band ? `${describeBand(band)} input tokens: long-context rates` : 'base rates'
  if (times > 1n) return `Each of ${group(times)} requests is priced by itself${band ? `, ${rates}` : `: ${rates}`}.`
  return band ? `Priced as one request ${rates}.` : `Priced as one request: ${rates}.`
}

function describeRemark({ requests, inputTokens }: WorkloadRequest, asOneRequest: QuoteAnswer | null): string | null {
  const band = asOneRequest?.matched?.band
  if (!band) return null
  const average = inputTokens / requests
  if (average > BigInt(band.over)) {
    return `These requests have ${group(average)} input tokens on average, ${describeBand(band)}: those above it cost long-context rates. Give the counts per request to see them.`
  }
  return null
}

/** `above 272,000`. */
export function describeBand({ over, inclusive }: { readonly over: string | number; readonly inclusive: boolean }): string {
  return `${inclusive ? 'of at least' : 'above'} ${group(over)}`
}

function group(count: bigint | string | number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',')
}
