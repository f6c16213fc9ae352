import { isMeterName, meterLabels } from '@/components/pricing/meter-labels'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import type { ClassCostRow, ModelRow, ModelsReport, SiblingRow } from '@/lib/engineering/models/schema'
import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { MeterName } from '@/lib/pricing/meters'

/** Classes as they stand side by side: uncached, cached and written input, what was answered, and all else. */
export const classGroups = [
  { key: 'input', label: 'Uncached input', meters: ['input', 'audio_input', 'image_input', 'video_input'] },
  { key: 'cached_input', label: 'Cached input', meters: ['cached_input', 'cached_audio_input', 'cached_image_input'] },
  { key: 'cache_write', label: 'Cache writes', meters: ['cache_write_5m', 'cache_write_1h'] },
  { key: 'output', label: 'Output', meters: ['output', 'citation', 'audio_output', 'image_output', 'video_output'] },
  { key: 'reasoning', label: 'Reasoning', meters: ['reasoning'] },
  {
    key: 'calls',
    label: 'Calls and pages',
    meters: [
      ...(['request', 'web_search', 'social_search', 'file_search'] as const),
      ...(['audio_second', 'page', 'annotated_page', 'text_message'] as const),
    ],
  },
  { key: '~other', label: 'Other', meters: ['other'] },
] as const satisfies readonly { key: string; label: string; meters: readonly (MeterName | 'other')[] }[]

export type ClassGroup = (typeof classGroups)[number]

/** The cost of a group of classes, decimal text; exact, so that the groups add up to the cost. */
export function groupCost(classes: readonly ClassCostRow[], group: ClassGroup): string {
  const meters: readonly string[] = group.meters
  return formatDecimal(
    classes.reduce((sum, { name, cost_usd }) => (meters.includes(name) ? sum + parseDecimal(cost_usd) : sum), 0n),
  )
}

/** The groups that cost something in some of the splits. */
export function usedGroups(splits: readonly (readonly ClassCostRow[])[]): ClassGroup[] {
  return classGroups.filter((group) => splits.some((classes) => groupCost(classes, group) !== '0'))
}

/** What a class is called; uncached input says so, beside cached input. */
export function labelClass(name: ClassCostRow['name']): string {
  if (name === 'input') return 'Uncached input'
  return name === 'other' ? 'Other' : meterLabels[name].label
}

const units: Readonly<Record<string, { divisor: bigint; text: string }>> = {
  '1M tokens': { divisor: 1_000_000n, text: 'per 1M tokens' },
  hour: { divisor: 3_600n, text: 'per hour' },
}
const thousand = { divisor: 1_000n, text: 'per 1,000' }

/**
 * What a unit of a class came to over all of it, at 18 places half to even: cost ÷ priced quantity × the quantity that its
 * rate is published for. Null where nothing priced was counted.
 */
export function unitCost({ name, quantity, unpriced_quantity, cost_usd }: ClassCostRow): { usd: string; unit: string } | null {
  if (name === 'other' || !isMeterName(name)) return null
  const priced = parseDecimal(quantity) - parseDecimal(unpriced_quantity)
  if (priced <= 0n) return null
  const { divisor, text } = units[meterLabels[name].per] ?? thousand
  return { usd: formatDecimal(divideHalfEven(parseDecimal(cost_usd) * divisor * 10n ** 18n, priced)), unit: text }
}

/** `12,345`, with what a fraction of a second is left. */
export function quantityText(quantity: string): string {
  const [whole = '0', fraction] = quantity.split('.')
  return fraction === undefined ? formatCount(whole) : `${formatCount(whole)}.${fraction.slice(0, 1)}`
}

type Band = ModelRow['bands'][number]

/** `Over 200,000 input tokens`. */
export function bandText({ over, is_inclusive, is_unpriced }: Band): string {
  if (is_unpriced) return 'No price applied'
  if (over === null) return 'Base price'
  return is_inclusive ? `${formatCount(over)} input tokens or more` : `Over ${formatCount(over)} input tokens`
}

/** What a sibling is, by the rule that found it. */
export function siblingText({ is_same_size, is_newer, is_cheaper }: SiblingRow): string {
  const size = is_same_size ? 'same size' : 'another size'
  return [is_newer ? 'newer' : null, is_cheaper ? 'cheaper' : null, size].filter((word) => word !== null).join(', ')
}

/** Under what conditions siblings are compared, and what that leaves unsaid. */
export function siblingNote({
  prices_at,
  known_models,
  models,
}: Pick<ModelsReport, 'prices_at' | 'known_models' | 'models'>): string {
  return [
    'The very same tokens and calls, tier and region, at list prices of',
    `${formatDate(prices_at.slice(0, 10))}. It says nothing of quality, nor whether a model would need more or fewer tokens.`,
    `Lines and dates of release are known of ${known_models} of ${models.length} models.`,
  ].join(' ')
}
