import type { CanonicalRecord } from './demo-event'
import type { DemoModel } from './models'
import type { Random } from './random'
import type { TokenProfile } from './workload'

/** The counts of a record. Totals include their parts. */
export type TokenCounts = Pick<
  CanonicalRecord,
  | 'input_tokens'
  | 'cached_input_tokens'
  | 'cache_write_5m_tokens'
  | 'cache_write_1h_tokens'
  | 'output_tokens'
  | 'reasoning_tokens'
>

const warmShare = 0.72
const [longFrom, longTo] = [205_000, 420_000]

/** Draws the tokens of a record that stands for `calls` calls. */
export function makeTokens(random: Random, profile: TokenProfile, model: DemoModel, calls: number): TokenCounts {
  const { spread, reasoningShare = 0, longContextShare = 0 } = profile
  const isLong = calls === 1 && random.chance(longContextShare)
  const input = isLong
    ? random.between(longFrom, longTo)
    : Math.max(8, Math.round(random.aroundMedian(profile.input, spread) * calls))
  if (model.msPerOutputToken === 0) return { input_tokens: input }
  const output = Math.max(1, Math.round(random.aroundMedian(profile.output, spread) * calls))
  const reasoning = Math.floor(output * reasoningShare * (0.6 + 0.6 * random.next()))
  return {
    input_tokens: input,
    ...makeCacheCounts(random, profile, model, { input, isMixed: calls > 1 }),
    output_tokens: output,
    ...(reasoning > 0 ? { reasoning_tokens: Math.min(reasoning, output) } : {}),
  }
}

/**
 * A single call finds its cache warm, and reads it, or cold, and fills it; a row of many calls did some of both. The parts stay
 * within the input.
 */
function makeCacheCounts(
  random: Random,
  { cachedShare, cacheLifetime }: TokenProfile,
  model: DemoModel,
  { input, isMixed }: { input: number; isMixed: boolean },
): TokenCounts {
  if (cachedShare === undefined) return {}
  const prefix = Math.floor(input * Math.min(0.97, cachedShare * (0.9 + 0.2 * random.next())))
  const warm = isMixed ? warmShare + 0.2 * random.next() : random.chance(warmShare) ? 1 : 0
  const read = Math.floor(prefix * warm)
  const written = model.billsCacheWrites ? prefix - read : 0
  return {
    cached_input_tokens: read,
    ...(written > 0 ? { [cacheLifetime === '1h' ? 'cache_write_1h_tokens' : 'cache_write_5m_tokens']: written } : {}),
  }
}
