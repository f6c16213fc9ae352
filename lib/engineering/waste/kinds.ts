import type { SeriesDimension } from '@/lib/reports/spend/dimension-names'

/** The kinds of waste, in the order in which they are listed where they cost the same. */
export const wasteKindNames = [
  'failed_calls',
  'retries',
  'unread_cache_writes',
  'uncached_repeats',
  'long_context',
  'regional_premium',
  'development',
  'verbose_output',
  'same_request_twice',
] as const
export type WasteKindName = (typeof wasteKindNames)[number]

export function isWasteKindName(text: string): text is WasteKindName {
  return wasteKindNames.some((name) => name === text)
}

/** Every dimension that some kind tells its rows apart by, the owner first. */
export const wasteDimensions = [
  'team',
  'environment',
  'service',
  'route',
  'feature',
  'model',
  'model_family',
] as const satisfies readonly SeriesDimension[]
export type WasteDimension = (typeof wasteDimensions)[number]

/** By what the rows of each kind are told apart. */
export const dimensionsOfKind: Readonly<Record<WasteKindName, readonly WasteDimension[]>> = {
  failed_calls: ['team', 'service', 'route', 'feature', 'model'],
  retries: ['team', 'service', 'route', 'model'],
  unread_cache_writes: ['team', 'service', 'feature', 'model'],
  uncached_repeats: ['team', 'service', 'feature', 'model'],
  long_context: ['team', 'service', 'feature', 'model'],
  regional_premium: ['team', 'service', 'feature', 'model'],
  development: ['team', 'environment', 'service', 'model'],
  verbose_output: ['team', 'service', 'feature', 'model_family'],
  same_request_twice: ['team', 'service', 'feature', 'model'],
}

/** Kinds that single events tell: summed by the job, day by day. */
export const eventKinds: readonly WasteKindName[] = ['uncached_repeats', 'same_request_twice']
