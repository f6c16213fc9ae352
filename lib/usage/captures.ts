import { usageFields } from '@/lib/pricing/split-usage'
import type { Dimensions, NormalizedEvent } from './normalized-event'

/**
 * One look at a call: what one observer said of it. Several looks at a call are one event, which has the counts of the look
 * that ranks highest and whose owner fields are filled from all of them.
 */
export interface Capture {
  /** Who looked: a source, or one span of a source, since two libraries in one program may both trace a call. */
  readonly observer: string
  /** Rank of the source, lowered for a span; the higher one counts. */
  readonly rank: number
  readonly event: NormalizedEvent
}

/** What a look is once all are known. */
export type CaptureKind = 'standing' | 'capture' | 'conflict'

/** All looks at a call, put together. */
export interface MergedCaptures {
  /** Whose counts stand. */
  readonly standing: Capture
  /** What the call is booked as: the standing look, with blanks filled from the others by rank. */
  readonly event: NormalizedEvent
  /** By observer. */
  readonly kinds: ReadonlyMap<string, CaptureKind>
}

/** Where spans stand: below gateways, response bodies and SDKs, whatever the source that sends them. */
export const spanRank = 10

/** Where a source stands that says nothing else: as an SDK does. */
export const defaultRank = 20

type Identified = Pick<NormalizedEvent, 'requestId' | 'responseId' | 'spanId'>

/** Whether a record is a span: it has no id of its own beside its span's and the provider's. */
export function isSpanRecord({ requestId, responseId, spanId }: Identified): boolean {
  return spanId !== null && (requestId === null || requestId === responseId)
}

/** The observer of a record of a source. */
export function observerOf(sourceId: number, event: Identified): string {
  return isSpanRecord(event) ? `${sourceId}:${event.spanId}` : String(sourceId)
}

/** Model, outcome and every count as one text: two records of a call that agree in it say the same of it. */
export function describeContent({ dimensions, usage }: Pick<NormalizedEvent, 'dimensions' | 'usage'>): string {
  return joinContent(dimensions.model, dimensions.outcome, usage)
}

/** The same of a stored event. */
export function joinContent(model: string, outcome: string, usage: NormalizedEvent['usage']): string {
  return [model, outcome, ...usageFields.map((field) => countOf(usage, field) ?? '')].join('\0')
}

type UsageField = (typeof usageFields)[number]

/** A record that does not say for how many requests it stands, stands for one. */
const countOf = (usage: NormalizedEvent['usage'], field: UsageField) => usage[field] ?? (field === 'requests' ? 1n : null)

/**
 * Puts all looks at a call together, whatever the order in which they came: the counts of the highest rank, of equals of the one
 * that knows more; blanks in owner fields and ids from the next in that order. What contradicts it is a conflict: another
 * owner, or other counts at the same rank.
 * @param captures at least one, of different observers.
 */
export function mergeCaptures(captures: readonly Capture[]): MergedCaptures {
  const [standing, ...others] = [...captures].sort(compareCaptures)
  if (standing === undefined) throw new Error('there is nothing to put together')
  const event = others.reduce((filled, { event: other }) => fillBlanks(filled, other), standing.event)
  const kindOf = (other: Capture): CaptureKind =>
    contradictsOwner(event.dimensions, other.event.dimensions) ||
    (other.rank === standing.rank && contradictsCounts(standing.event, other.event))
      ? 'conflict'
      : 'capture'
  const kinds = new Map<string, CaptureKind>([[standing.observer, 'standing']])
  for (const other of others) kinds.set(other.observer, kindOf(other))
  return { standing, event, kinds }
}

const knownCounts = ({ event: { usage } }: Capture) => usageFields.filter((field) => countOf(usage, field) !== null).length

/** The better one first; never equal, since no two have one observer. */
function compareCaptures(left: Capture, right: Capture): number {
  return (
    right.rank - left.rank ||
    knownCounts(right) - knownCounts(left) ||
    left.event.dimensions.sourceId - right.event.dimensions.sourceId ||
    (left.observer < right.observer ? -1 : 1)
  )
}

/** Fields that say whose a call is. Each is filled, and contradicted, by itself. */
const ownerFields = ['keyTeam', 'costCenter', 'project', 'service', 'feature', 'environment', 'apiKey', 'route'] as const

/** Ids without bound that any observer may know. Not the span's and the request's: they say who looked. */
const idFields = ['traceId', 'conversationId', 'userId', 'tenantId', 'promptHash', 'latencyMs'] as const

function fillBlanks(event: NormalizedEvent, other: NormalizedEvent): NormalizedEvent {
  const { dimensions } = event
  const team = dimensions.tagTeam === null ? other.dimensions : dimensions
  return {
    ...event,
    ...fill(event, other, idFields),
    dimensions: {
      ...dimensions,
      ...fill(dimensions, other.dimensions, ownerFields),
      tagTeam: team.tagTeam,
      tagBasis: team.tagBasis,
      labels: fillLabels(dimensions.labels, other.dimensions.labels),
    },
  }
}

function fill<Name extends string, Row extends Readonly<Record<Name, unknown>>>(row: Row, other: Row, names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? other[name]])) as { [Field in Name]: Row[Field] }
}

function fillLabels(labels: Dimensions['labels'], others: Dimensions['labels']): Dimensions['labels'] {
  if (others.length === 0) return labels
  return Array.from({ length: Math.max(labels.length, others.length) }, (_, place) => labels[place] ?? others[place] ?? null)
}

const differ = (left: unknown, right: unknown) => left !== null && right !== null && left !== right

function contradictsOwner(merged: Dimensions, other: Dimensions): boolean {
  return (
    differ(merged.tagTeam, other.tagTeam) ||
    ownerFields.some((field) => differ(merged[field], other[field])) ||
    other.labels.some((label, place) => differ(merged.labels[place] ?? null, label))
  )
}

function contradictsCounts(standing: NormalizedEvent, other: NormalizedEvent): boolean {
  return (
    standing.dimensions.model !== other.dimensions.model ||
    standing.dimensions.outcome !== other.dimensions.outcome ||
    usageFields.some((field) => differ(countOf(standing.usage, field), countOf(other.usage, field)))
  )
}
