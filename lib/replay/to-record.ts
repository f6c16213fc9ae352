import { hash } from 'node:crypto'
import type { TraceRow } from './read-trace'

/** A caller that a trace's rows are given to. */
interface Caller {
  /** Of a hundred rows. */
  readonly share: number
  readonly provider: string
  readonly model: string
  readonly team: string
  readonly project: string
  readonly service: string
  readonly environment: string
}

/** The rule of `docs/guides/replay.md`: a trace names nobody, so its rows are dealt out among these. */
export const callers: readonly Caller[] = [
  {
    ...{ share: 34, provider: 'openai', model: 'gpt-5.4-mini', team: 'support-ops', project: 'customer-care' },
    ...{ service: 'replay-chat', environment: 'production' },
  },
  {
    ...{ share: 22, provider: 'anthropic', model: 'claude-sonnet-4-6', team: 'developer-tools', project: 'engineering' },
    ...{ service: 'replay-code', environment: 'production' },
  },
  {
    ...{ share: 18, provider: 'google', model: 'gemini-2.5-flash', team: 'search', project: 'discovery' },
    ...{ service: 'replay-answers', environment: 'production' },
  },
  {
    ...{ share: 14, provider: 'openai', model: 'gpt-4.1', team: 'checkout', project: 'storefront' },
    ...{ service: 'replay-questions', environment: 'production' },
  },
  {
    ...{ share: 8, provider: 'anthropic', model: 'claude-haiku-4-5', team: 'growth', project: 'campaigns' },
    ...{ service: 'replay-texts', environment: 'staging' },
  },
  {
    ...{ share: 4, provider: 'openai', model: 'gpt-4o-mini', team: 'data-platform', project: 'data-foundation' },
    ...{ service: 'replay-tags', environment: 'development' },
  },
]

/** The identity of a replay: the same trace from the same start has the same events. */
export interface ReplayIdentity {
  readonly contentHash: string
  readonly startMs: number
}

/**
 * The canonical event of a row. Ids and instants follow from content, row and start alone. Values that are no numbers go as they
 * are, so that the server refuses the record, says why and keeps it.
 */
export function toRecord({ contentHash, startMs }: ReplayIdentity, row: TraceRow): Record<string, unknown> {
  const place = hash('sha256', `${contentHash}\0${row.line}`, 'hex')
  const { provider, model, team, project, service, environment } = pickCaller(Number.parseInt(place.slice(0, 8), 16))
  const offset = toNumber(row.offset)
  return {
    // Without a sound offset there is no instant, and the server says so.
    timestamp: typeof offset === 'number' ? new Date(startMs + offset).toISOString() : row.offset,
    request_id: `replay-${contentHash.slice(0, 16)}-${startMs.toString(36)}-${row.line}`,
    provider,
    model,
    operation: 'chat',
    team_id: team,
    project_id: project,
    service,
    environment,
    input_tokens: toNumber(row.input),
    ...(row.cached === undefined ? {} : { cached_input_tokens: toNumber(row.cached) }),
    output_tokens: toNumber(row.output),
    status: 'success',
    status_code: 200,
  }
}

function pickCaller(draw: number): Caller {
  let left = draw % 100
  for (const caller of callers) {
    left -= caller.share
    if (left < 0) return caller
  }
  throw new Error('the shares of the callers do not add up to 100')
}

/** A finite number, or the text itself. */
function toNumber(text: string): number | string {
  const number = Number(text)
  return text !== '' && Number.isFinite(number) ? number : text
}

/** Milliseconds from the start of the trace; null where the row does not say. */
export function readOffset({ offset }: TraceRow): number | null {
  const number = toNumber(offset)
  return typeof number === 'number' && number >= 0 ? number : null
}
