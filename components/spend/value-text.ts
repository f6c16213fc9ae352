import { formatDate, formatInstant } from '@/components/ui/format-date'
import { lowerFirst } from '@/components/ui/lower-first'
import { type DimensionName, dimensionLabel, isNamedDimension, noneValue, sharedValue } from '@/lib/reports/spend/dimension-names'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'

const noNames: OwnerNames = { team: {}, pool: {}, cost_center: {}, business_unit: {}, product_line: {} }

const noneTexts: Partial<Record<DimensionName, string>> = {
  team: 'Nobody',
  cost_center: 'Nobody',
  business_unit: 'Nobody',
  pool: 'Not shared',
  unowned_reason: 'Attributed',
}

/** How a value reads: the registry's name of an owner, a day in words, "Nobody" for what nobody owns, "Shared" for pools. */
export function valueText(
  name: DimensionName,
  value: string | null,
  { names = noNames, zone }: { names?: OwnerNames; zone: string },
): string {
  if (value === null || value === noneValue) return noneTexts[name] ?? 'None'
  if (name === 'team' && value === sharedValue) return 'Shared'
  if (isNamedDimension(name)) return names[name][value] ?? value
  if (name === 'owner_conflict') return upperFirst(value)
  if (name === 'unowned_reason') return upperFirst(value.replaceAll('_', ' '))
  if (name === 'hour') return formatInstant(value, zone)
  return name === 'day' ? formatDate(value) : value
}

/** `Team and model`, `Cost centre`. */
export function groupText(groupBy: readonly DimensionName[]): string {
  return groupBy.map((name, index) => (index === 0 ? dimensionLabel(name) : lowerFirst(dimensionLabel(name)))).join(' and ')
}

const upperFirst = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
