import { type MeterName, meterNames } from '@/lib/pricing/meters'

/** What each class of usage is called, and the quantity that its rate is published for. */
export const meterLabels: Readonly<Record<MeterName, { label: string; per: string }>> = {
  input: { label: 'Input', per: '1M tokens' },
  cached_input: { label: 'Cached input', per: '1M tokens' },
  cache_write_5m: { label: 'Cache write, 5 minutes', per: '1M tokens' },
  cache_write_1h: { label: 'Cache write, 1 hour', per: '1M tokens' },
  audio_input: { label: 'Audio input', per: '1M tokens' },
  cached_audio_input: { label: 'Cached audio input', per: '1M tokens' },
  image_input: { label: 'Image input', per: '1M tokens' },
  cached_image_input: { label: 'Cached image input', per: '1M tokens' },
  video_input: { label: 'Video input', per: '1M tokens' },
  output: { label: 'Output', per: '1M tokens' },
  reasoning: { label: 'Reasoning', per: '1M tokens' },
  citation: { label: 'Citations', per: '1M tokens' },
  audio_output: { label: 'Audio output', per: '1M tokens' },
  image_output: { label: 'Image output', per: '1M tokens' },
  video_output: { label: 'Video output', per: '1M tokens' },
  request: { label: 'Request fee', per: '1K requests' },
  web_search: { label: 'Web search', per: '1K calls' },
  social_search: { label: 'Social search', per: '1K calls' },
  file_search: { label: 'File search', per: '1K calls' },
  audio_second: { label: 'Audio time', per: 'hour' },
  page: { label: 'Pages', per: '1K pages' },
  annotated_page: { label: 'Annotated pages', per: '1K pages' },
  text_message: { label: 'Text messages', per: '1K messages' },
}

const known = new Set<string>(meterNames)

export function isMeterName(name: string): name is MeterName {
  return known.has(name)
}

/** The class in words; a name that is not known stays as it is. */
export function labelMeter(name: string): string {
  return isMeterName(name) ? meterLabels[name].label : name
}

/** The order of classes everywhere. */
export function sortMeters(names: Iterable<string>): string[] {
  const rank = new Map<string, number>(meterNames.map((name, index) => [name, index]))
  return [...names].sort((left, right) => (rank.get(left) ?? 99) - (rank.get(right) ?? 99))
}
