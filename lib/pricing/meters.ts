/**
 * Everything that can be counted and priced, in the order in which lines are listed. The parts do not overlap:
 * `splitUsage` derives them from the totals that providers report.
 */
export const meterNames = [
  'input',
  'cached_input',
  'cache_write_5m',
  'cache_write_1h',
  'audio_input',
  'cached_audio_input',
  'image_input',
  'cached_image_input',
  'video_input',
  'output',
  'reasoning',
  'citation',
  'audio_output',
  'image_output',
  'video_output',
  'request',
  'web_search',
  'social_search',
  'file_search',
  'audio_second',
  'page',
  'annotated_page',
  'text_message',
] as const

export type MeterName = (typeof meterNames)[number]

export const meterUnits = ['token', 'request', 'call', 'second', 'page', 'message'] as const

export type MeterUnit = (typeof meterUnits)[number]

/** The class a meter belongs to, for reports and for contract terms that speak of "all input". */
export const meterGroups = ['input', 'output', 'other'] as const

export type MeterGroup = (typeof meterGroups)[number]

export interface Meter {
  readonly name: MeterName
  /** The quantity that a rate is published for: 1,000,000 tokens, 1,000 calls, 3,600 seconds. */
  readonly per: bigint
  readonly unit: MeterUnit
  readonly group: MeterGroup
  /** The meter whose rate stands in where a price set has none of its own. */
  readonly fallback: MeterName | null
}

export type MeterTable = Readonly<Record<MeterName, Meter>>

/** Seconds may have a fraction, so their quantity is held at 10^-18 like money; every other quantity is a whole count. */
export const secondScale = 10n ** 18n

/** One unit of the meter as its quantity is held. */
export function quantityScale(meter: MeterName): bigint {
  return meter === 'audio_second' ? secondScale : 1n
}

/** Meters whose missing rate is taken from the standard tier: a call costs the same whatever the tier of its tokens. */
export function borrowsFromStandardTier(unit: MeterUnit): boolean {
  return unit === 'call' || unit === 'page' || unit === 'second'
}
