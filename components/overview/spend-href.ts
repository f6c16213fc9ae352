import { createSerializer, parseAsArrayOf, parseAsString } from 'nuqs/server'
import { type DimensionName, dimensionNames, noneValue } from '@/lib/reports/spend/dimension-names'
import type { SpendParams } from '@/lib/reports/spend/schema'
import type { Period } from '@/lib/time/calendar'

const parseAsNames = parseAsArrayOf(parseAsString)

// The names of `spendSearchParams`, without the checks of values that come from an address, which would bring all of zod.
const serialize = createSerializer({
  from: parseAsString,
  to: parseAsString,
  group_by: parseAsNames,
  order: parseAsString,
  compare: parseAsString,
  ...Object.fromEntries(dimensionNames.map((name) => [name, parseAsNames])),
})

interface SpendQuestion {
  period: Period
  groupBy: DimensionName[]
  /** One value each; null is "none". */
  filters?: Partial<Record<DimensionName, string | null>>
  order?: string
  compare?: NonNullable<SpendParams['compare']>
}

/** Where the rows behind a figure are: the Spend page with the question that the figure answers. */
export function spendHref({ period, groupBy, filters = {}, order, compare }: SpendQuestion): string {
  const values = Object.entries(filters).map(([name, value]) => [name, [value ?? noneValue]])
  return serialize('/spend', {
    ...{ from: period.from, to: period.to, group_by: groupBy, order: order ?? null, compare: compare ?? null },
    ...Object.fromEntries(values),
  })
}
