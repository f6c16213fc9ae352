import { createSerializer, parseAsArrayOf, parseAsString } from 'nuqs/server'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { isDimensionName } from '@/lib/reports/spend/dimension-names'

const parseAsNames = parseAsArrayOf(parseAsString)

/**
 * An engineering screen with the same period and filters.
 *
 * @param more further parameters of that screen as they stand in its address.
 */
export function engineeringHref(
  path: `/engineering${string}`,
  { from, to, filters }: PeriodParams,
  more: Readonly<Record<string, string>> = {},
): string {
  const values = Object.fromEntries(
    Object.keys(filters)
      .filter(isDimensionName)
      .map((name) => [name, [...(filters[name] ?? [])]]),
  )
  const filterParsers = Object.fromEntries(Object.keys(values).map((name) => [name, parseAsNames]))
  const ownParsers = Object.fromEntries(Object.keys(more).map((name) => [name, parseAsString]))
  const serialize = createSerializer({ from: parseAsString, to: parseAsString, ...filterParsers, ...ownParsers })
  return serialize(path, { from, to, ...values, ...more })
}
