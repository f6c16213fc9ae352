import type { MeterName } from '@/lib/pricing/meters'

interface MeterNames {
  /** `SkuMeter`. */
  readonly sku: string
  /** What is counted: a capitalised plural, as the attribute UnitFormat of FOCUS has it. */
  readonly unit: 'Tokens' | 'Requests' | 'Seconds' | 'Pages' | 'Messages'
}

/** How FOCUS names each token class. */
export const focusMeters: Readonly<Record<MeterName, MeterNames>> = {
  input: { sku: 'Input Tokens', unit: 'Tokens' },
  cached_input: { sku: 'Cached Input Tokens', unit: 'Tokens' },
  cache_write_5m: { sku: 'Cache Write 5 Minutes Tokens', unit: 'Tokens' },
  cache_write_1h: { sku: 'Cache Write 1 Hour Tokens', unit: 'Tokens' },
  audio_input: { sku: 'Audio Input Tokens', unit: 'Tokens' },
  cached_audio_input: { sku: 'Cached Audio Input Tokens', unit: 'Tokens' },
  image_input: { sku: 'Image Input Tokens', unit: 'Tokens' },
  cached_image_input: { sku: 'Cached Image Input Tokens', unit: 'Tokens' },
  video_input: { sku: 'Video Input Tokens', unit: 'Tokens' },
  output: { sku: 'Output Tokens', unit: 'Tokens' },
  reasoning: { sku: 'Reasoning Tokens', unit: 'Tokens' },
  citation: { sku: 'Citation Tokens', unit: 'Tokens' },
  audio_output: { sku: 'Audio Output Tokens', unit: 'Tokens' },
  image_output: { sku: 'Image Output Tokens', unit: 'Tokens' },
  video_output: { sku: 'Video Output Tokens', unit: 'Tokens' },
  request: { sku: 'Request Fee', unit: 'Requests' },
  web_search: { sku: 'Web Search', unit: 'Requests' },
  social_search: { sku: 'Social Search', unit: 'Requests' },
  file_search: { sku: 'File Search', unit: 'Requests' },
  audio_second: { sku: 'Audio Time', unit: 'Seconds' },
  page: { sku: 'Pages', unit: 'Pages' },
  annotated_page: { sku: 'Annotated Pages', unit: 'Pages' },
  text_message: { sku: 'Text Messages', unit: 'Messages' },
}

/** `1000000 Tokens`; a single one is `Tokens`. */
export function pricingUnit(meter: MeterName, per: bigint): string {
  const { unit } = focusMeters[meter]
  return per === 1n ? unit : `${per} ${unit}`
}
