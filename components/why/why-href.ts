import { createSerializer, parseAsArrayOf, parseAsString } from 'nuqs/server'
import { isDimensionName } from '@/lib/reports/spend/dimension-names'
import type { SpendParams } from '@/lib/reports/spend/schema'

const parseAsValues = parseAsArrayOf(parseAsString)

/** Where a figure of Spend is explained: the same period and the same filters. Hours are left out, ownership is by the day. */
export function whyHref({ from, to, filters }: Pick<SpendParams, 'from' | 'to' | 'filters'>): string {
  const names = Object.keys(filters).filter((name) => isDimensionName(name) && name !== 'hour')
  const values = Object.fromEntries(names.filter(isDimensionName).map((name) => [name, [...(filters[name] ?? [])]]))
  const parsers = Object.fromEntries(names.map((name) => [name, parseAsValues]))
  return createSerializer({ from: parseAsString, to: parseAsString, ...parsers })('/spend/why', { from, to, ...values })
}
