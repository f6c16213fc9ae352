import type { Random, Weighted } from './random'

/** How a call failed, and what of its tokens the source still says. */
export interface Failure {
  /** Null: no answer came. */
  readonly statusCode: number | null
  readonly errorType: string
  readonly usage: 'none' | 'input' | 'all'
  readonly latencyMs: number
}

type Kind = Omit<Failure, 'latencyMs'> & { readonly fromMs: number; readonly toMs: number }

const rateLimited: Kind = { statusCode: 429, errorType: 'rate_limit_error', usage: 'none', fromMs: 25, toMs: 180 }
const serverError: Kind = { statusCode: 500, errorType: 'server_error', usage: 'none', fromMs: 200, toMs: 4_000 }
const brokenAnswer: Kind = { statusCode: 500, errorType: 'stream_error', usage: 'all', fromMs: 2_000, toMs: 14_000 }
const overloaded: Kind = { statusCode: 529, errorType: 'overloaded_error', usage: 'none', fromMs: 80, toMs: 600 }
/** Its tokens were spent, and nobody knows how many. */
const timeout: Kind = { statusCode: null, errorType: 'timeout', usage: 'none', fromMs: 60_000, toMs: 60_400 }
const lateTimeout: Kind = { statusCode: 504, errorType: 'timeout', usage: 'input', fromMs: 30_000, toMs: 30_300 }

const everyday: Weighted<Kind> = [
  [rateLimited, 38],
  [serverError, 22],
  [brokenAnswer, 14],
  [overloaded, 10],
  [timeout, 9],
  [lateTimeout, 7],
]
const storm: Weighted<Kind> = [
  [rateLimited, 30],
  [overloaded, 20],
  [brokenAnswer, 30],
  [lateTimeout, 15],
  [timeout, 5],
]

/** A failure of an ordinary day, or none. */
export function drawFailure(random: Random, share: number): Failure | null {
  return random.chance(share) ? happen(random, everyday) : null
}

/** A failure of the retry storm: many of them have used their tokens before they fail. */
export function stormFailure(random: Random): Failure {
  return happen(random, storm)
}

function happen(random: Random, kinds: Weighted<Kind>): Failure {
  const { fromMs, toMs, ...failure } = random.pick(kinds)
  return { ...failure, latencyMs: random.between(fromMs, toMs) }
}
