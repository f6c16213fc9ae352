import type { CalendarDate } from '@/lib/time/calendar'
import type { CanonicalRecord, DemoEvent } from './demo-event'
import { drawFailure, type Failure, stormFailure } from './failures'
import { makeTokens } from './make-tokens'
import { type DemoModel, type DemoModelKey, demoModels } from './models'
import type { Random, Weighted } from './random'
import type { Workload } from './workload'

/** One call that somebody made, with what it is made of on its day. */
export interface CallPlan {
  readonly workload: Workload
  readonly day: CalendarDate
  readonly models: Weighted<DemoModelKey>
  readonly atMs: number
  /** Its place in the day of its workload. */
  readonly number: number
  readonly isInStorm: boolean
}

const tracedShare = 0.55
const retriedShare = 0.75
const maxStormAttempts = 5

/** The events of a call: one, and one more for each time it was tried again. */
export function makeCall(random: Random, plan: CallPlan): DemoEvent[] {
  const { workload, number, day, isInStorm } = plan
  const id = `${workload.id}-${day.replaceAll('-', '')}-${String(number).padStart(5, '0')}`
  const model = demoModels[random.pick(plan.models)]
  const shared = { ...describeCall(random, workload, model), ...describeLabels(workload, number) }
  const calls = workload.callsPerRow === 1 ? 1 : Math.max(2, Math.round(random.aroundMedian(workload.callsPerRow, 0.35)))
  const tokens = makeTokens(random, workload.tokens, model, calls)
  const events: DemoEvent[] = []
  let atMs = plan.atMs
  const attempts = isInStorm ? random.between(2, maxStormAttempts + 1) : 1
  for (let attempt = 1; ; attempt++) {
    // The last attempt of a call caught in the storm goes through as often as it does not.
    const isOver = isInStorm && attempt === attempts && random.chance(0.5)
    const failure = isInStorm ? (isOver ? null : stormFailure(random)) : drawFailure(random, workload.failureShare)
    const isAnsweredByGateway = failure === null && attempt === 1 && random.chance(workload.cacheHitShare ?? 0)
    const latencyMs = calls > 1 ? undefined : (failure?.latencyMs ?? makeLatency(random, model, tokens, isAnsweredByGateway))
    const record: CanonicalRecord = {
      timestamp: new Date(atMs).toISOString(),
      ...(random.chance(workload.withoutIdShare ?? 0) ? {} : { request_id: attempt === 1 ? id : `${id}-r${attempt - 1}` }),
      ...shared,
      ...(calls > 1 ? { requests: calls } : {}),
      ...describeOutcome(failure, tokens, isAnsweredByGateway),
      ...(latencyMs === undefined ? {} : { latency_ms: latencyMs }),
      ...(attempt > 1 ? { retry_count: attempt - 1 } : {}),
      ...makeResponseId(random, model, calls === 1 && failure === null && !isAnsweredByGateway),
    }
    events.push({ source: workload.source, atMs, record })
    const triesAgain = isInStorm ? attempt < attempts : failure !== null && attempt === 1 && random.chance(retriedShare)
    if (!triesAgain) return events
    // Twice the pause with every attempt, from a second on.
    atMs += (latencyMs ?? 0) + 1_000 * 2 ** (attempt - 1) + random.between(0, 400)
  }
}

/** What all attempts of a call have in common. */
function describeCall(random: Random, workload: Workload, model: DemoModel) {
  const { team, costCenter, project, service, route, apiKey, operation, tiers } = workload
  const feature = random.pick(workload.features)
  const environment = random.pick(workload.environments)
  const tier = tiers === undefined ? 'standard' : random.pick(tiers)
  return {
    provider: model.provider,
    model: model.name,
    operation: model.msPerOutputToken === 0 ? 'embeddings' : operation,
    ...(team === null ? {} : { team_id: team }),
    ...(costCenter === undefined ? {} : { cost_center: costCenter }),
    ...(project === null ? {} : { project_id: project }),
    ...(service === null ? {} : { service }),
    ...(feature === null ? {} : { feature }),
    ...(environment === null ? {} : { environment }),
    ...(route === null ? {} : { route }),
    ...(apiKey === null ? {} : { api_key_id: apiKey }),
    billing_account_id: (model.provider === 'openai' ? workload.openaiAccount : undefined) ?? model.billingAccount,
    ...(tier === 'standard' ? {} : { service_tier: tier }),
    ...(model.region === null ? {} : { region: model.region }),
    ...(workload.callsPerRow === 1 && random.chance(tracedShare) ? { trace_id: makeTraceId(random) } : {}),
  }
}

/** Without a draw, so that what is drawn for everything else stays the same. */
function describeLabels({ labels }: Workload, number: number): Pick<CanonicalRecord, 'labels'> {
  if (labels === undefined) return {}
  const stated = Object.entries(labels).map(([name, values]) => [name, values[number % values.length] ?? ''] as const)
  return { labels: Object.fromEntries(stated) }
}

const makeTraceId = (random: Random) =>
  Array.from({ length: 4 }, () =>
    random
      .between(0, 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('')

function describeOutcome(failure: Failure | null, tokens: ReturnType<typeof makeTokens>, isAnsweredByGateway: boolean) {
  if (isAnsweredByGateway) return { status: 'cache_hit', status_code: 200, ...tokens } as const
  if (failure === null) return { status: 'success', status_code: 200, ...tokens } as const
  const { statusCode, errorType, usage } = failure
  return {
    status: 'error',
    ...(statusCode === null ? {} : { status_code: statusCode }),
    error_type: errorType,
    ...(usage === 'all' ? tokens : usage === 'input' && tokens.input_tokens !== undefined ? keepInput(tokens) : {}),
  } as const
}

/** What a provider bills of an answer that broke off at once. */
function keepInput(tokens: ReturnType<typeof makeTokens>) {
  const { reasoning_tokens: _reasoning, ...counts } = tokens
  return { ...counts, output_tokens: 0 }
}

function makeLatency(
  random: Random,
  model: DemoModel,
  { input_tokens: input = 0, output_tokens: output = 0 }: ReturnType<typeof makeTokens>,
  isAnsweredByGateway: boolean,
): number {
  if (isAnsweredByGateway) return random.between(3, 14)
  // Reading a long prompt takes some 25 µs a token before the first one comes back.
  const expectedMs = model.firstTokenMs + input * 0.025 + output * model.msPerOutputToken
  return Math.round(random.aroundMedian(expectedMs, 0.28))
}

function makeResponseId(random: Random, { responsePrefix }: DemoModel, hasOne: boolean) {
  return hasOne && responsePrefix !== null ? { response_id: responsePrefix + random.letters(22) } : {}
}
