import { formatDate, formatInstant } from '@/components/ui/format-date'
import { type DimensionName, dimensionLabels, noneValue } from '@/lib/reports/spend/dimension-names'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'

const noNames: OwnerNames = { team: {}, cost_center: {}, business_unit: {} }
const ownerDimensions = ['team', 'cost_center', 'business_unit'] as const

/** How a value reads: the registry's name of an owner, a day in words, "Nobody" for what nobody owns. */
export function valueText(
  name: DimensionName,
  value: string | null,
  { names = noNames, zone }: { names?: OwnerNames; zone: string },
): string {
  const owner = ownerDimensions.find((one) => one === name)
  if (value === null || value === noneValue) return owner ? 'Nobody' : name === 'unowned_reason' ? 'Attributed' : 'None'
  if (owner) return names[owner][value] ?? value
  if (name === 'unowned_reason') return upperFirst(value.replaceAll('_', ' '))
  if (name === 'hour') return formatInstant(value, zone)
  return name === 'day' ? formatDate(value) : value
}

/** `Team and model`, `Cost centre`. */
export function groupText(groupBy: readonly DimensionName[]): string {
  return groupBy.map((name, index) => (index === 0 ? dimensionLabels[name] : lowerFirst(dimensionLabels[name]))).join(' and ')
}

/** Within a sentence; `API key` keeps its capitals. */
export const lowerFirst = (text: string) => (/^[A-Z]{2}/.test(text) ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`)

const upperFirst = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
