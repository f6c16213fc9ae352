import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import type { OwnershipLookup } from '@/lib/attribution/findings-hook'
import type { rateSetRate } from '@/lib/db/schema/rate-set'
import { decimalPlaces, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { multiplyRate } from '@/lib/money/usd'
import { quantityScale } from '@/lib/pricing/meters'
import { splitUsage, type Usage } from '@/lib/pricing/split-usage'
import { findNameFindings, type NamedDimensions } from './find-name-findings'
import { findingBit, findPriceFindings, listFindings } from './findings'
import type { StoredCapture, StoredEvent } from './list-events'

type Rate = typeof rateSetRate.$inferSelect

/** What an event is described with. */
export interface DescriptionFacts {
  readonly contract: IngestContract
  readonly lookUpOwner: OwnershipLookup
  readonly rates: readonly Rate[]
  readonly captures: readonly StoredCapture[]
  /** Whether another source may have reported the same call. */
  readonly isPossibleDouble: boolean
  /** Whether the reader may see whose call it was. */
  readonly mayPeople: boolean
}

/** A canonical event as `GET /api/v1/events` answers it, with what we make of it. */
export function describeEvent(stored: StoredEvent, facts: DescriptionFacts) {
  const { event, series } = stored
  const usage = readUsage(stored)
  const stated = event.statedDimensions ?? {}
  const ownership = facts.lookUpOwner(series, event.occurredAt.getTime())
  return {
    event_key: event.eventKey,
    source: stored.source,
    timestamp: event.occurredAt.toISOString(),
    provider: series.provider,
    model: stated.model ?? series.model,
    requested_model: series.requestedModel,
    operation: series.operation,
    request_id: event.requestId,
    response_id: event.responseId,
    trace_id: event.traceId,
    span_id: event.spanId,
    conversation_id: event.conversationId,
    team_id: stated.tag_team ?? series.tagTeam,
    cost_center: series.costCenter,
    project_id: stated.project ?? series.project,
    service: stated.service ?? series.service,
    feature: stated.feature ?? series.feature,
    environment: series.environment,
    route: stated.route ?? series.route,
    api_key_id: stated.api_key ?? series.apiKey,
    billing_account_id: series.billingAccount,
    ...(facts.mayPeople ? { user_id: event.userId, tenant_id: event.tenantId } : {}),
    prompt_hash: event.promptHash,
    labels: describeLabels(stored, facts.contract),
    ...describeCounts(usage),
    service_tier: series.serviceTier,
    region: series.region,
    latency_ms: event.latencyMs,
    status: series.outcome,
    status_code: event.statusCode,
    error_type: event.errorType,
    retry_count: event.retryCount,
    reported_cost_usd: describeAmount(event.reportedCost),
    cost_usd: describeAmount(event.cost),
    list_cost_usd: series.outcome === 'cache_hit' ? '0' : describeAmount(event.listCost),
    /** Of a hit in a gateway's cache: what the call would have cost. */
    avoided_cost_usd: series.outcome === 'cache_hit' ? describeAmount(event.listCost) : null,
    price_version: stored.priceVersion === null ? null : String(stored.priceVersion),
    lines: describeLines(stored, usage, facts.rates),
    findings: listFindings(findAll(stored, ownership.findings, facts)),
    owner: ownership.owner.kind === 'team' ? ownership.owner.slug : null,
    ownership_basis: ownership.basis ?? (ownership.owner.kind === 'none' ? ownership.owner.reason : null),
    captures: facts.captures.map(({ source, kind, receivedAt }) => ({ source, kind, received_at: receivedAt.toISOString() })),
  }
}

function describeLabels({ series }: StoredEvent, { labelsEver }: IngestContract): Record<string, string> {
  const values = [series.label1, series.label2, series.label3, series.label4, series.label5, series.label6]
  return Object.fromEntries(
    labelsEver.flatMap((name, place) => {
      const value = values[place]
      return name === null || value === null || value === undefined ? [] : [[name, value]]
    }),
  )
}

const describeAmount = (amount: string | null) => (amount === null ? null : formatDecimal(parseDecimal(amount)))

/** As the columns hold them; seconds at 10^-18. */
function readUsage({ event }: StoredEvent): Usage {
  return {
    input_tokens: event.inputTokens,
    cached_input_tokens: event.cachedInputTokens,
    cache_write_5m_tokens: event.cacheWrite5mTokens,
    cache_write_1h_tokens: event.cacheWrite1hTokens,
    audio_input_tokens: event.audioInputTokens,
    image_input_tokens: event.imageInputTokens,
    video_input_tokens: event.videoInputTokens,
    cached_audio_input_tokens: event.cachedAudioInputTokens,
    cached_image_input_tokens: event.cachedImageInputTokens,
    output_tokens: event.outputTokens,
    reasoning_tokens: event.reasoningTokens,
    audio_output_tokens: event.audioOutputTokens,
    image_output_tokens: event.imageOutputTokens,
    video_output_tokens: event.videoOutputTokens,
    citation_tokens: event.citationTokens,
    web_search_requests: event.webSearchRequests,
    social_search_requests: event.socialSearchRequests,
    file_search_requests: event.fileSearchRequests,
    text_messages: event.textMessages,
    audio_seconds: event.audioSeconds === null ? null : parseDecimal(event.audioSeconds),
    pages: event.pages,
    annotated_pages: event.annotatedPages,
    requests: event.requests,
  }
}

/** Counts are at most 10^15, which a JSON number holds exactly. */
function describeCounts(usage: Usage): Record<string, number | string | null> {
  return Object.fromEntries(
    Object.entries(usage).map(([field, count]) => {
      if (count === null || count === undefined) return [field, null]
      return [field, field === 'audio_seconds' ? Number(formatDecimal(count)) : Number(count)]
    }),
  )
}

/** The priced parts of a call, at the rates that its rate set has; none where nothing was charged or the price is unknown. */
function describeLines({ event, series }: StoredEvent, usage: Usage, rates: readonly Rate[]) {
  const split = splitUsage(usage)
  if (!split.ok || event.rateSetId <= 0 || series.outcome === 'cache_hit') return []
  return split.parts.flatMap(({ meter, quantity: counted }) => {
    const rate = rates.find((one) => one.meter === meter)
    if (rate === undefined) return []
    const scale = quantityScale(meter)
    // Minimums are in the meter's unit, at 10^-18.
    const minimum = rate.minimum === null ? 0n : (parseDecimal(rate.minimum) * scale) / 10n ** BigInt(decimalPlaces)
    const quantity = counted < minimum ? minimum : counted
    const price = parseDecimal(rate.contractRate)
    return {
      meter,
      quantity: formatDecimal((quantity * 10n ** BigInt(decimalPlaces)) / scale),
      rate: formatDecimal(price),
      per: rate.per.toString(),
      cost_usd: formatDecimal(multiplyRate(quantity, price, rate.per * scale)),
    }
  })
}

function findAll(
  { event, series }: StoredEvent,
  owned: readonly Parameters<typeof findingBit>[0][],
  facts: DescriptionFacts,
): number {
  const booked = {
    rateSetId: event.rateSetId,
    isPartlyPriced: event.isPartlyPriced,
    cost: event.cost === null ? null : parseDecimal(event.cost),
  }
  const dimensions: NamedDimensions = series
  return [
    findPriceFindings(booked, event.reportedCost === null ? null : parseDecimal(event.reportedCost)),
    findNameFindings(dimensions, facts.contract),
    ...owned.map(findingBit),
    series.missingTokens ? findingBit('missing_tokens') : 0,
    series.cacheUnknown ? findingBit('cache_unknown') : 0,
    series.totalMismatch ? findingBit('total_mismatch') : 0,
    series.tierAssumed ? findingBit('tier_assumed') : 0,
    series.isCapped ? findingBit('series_capped') : 0,
    facts.captures.some(({ kind }) => kind === 'conflict') ? findingBit('capture_conflict') : 0,
    facts.isPossibleDouble ? findingBit('possible_double_capture') : 0,
    event.requestId === null && event.responseId === null && event.spanId === null ? findingBit('missing_request_id') : 0,
  ].reduce((all, one) => all | one, 0)
}
