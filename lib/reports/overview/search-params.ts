import { createParser, parseAsStringLiteral } from 'nuqs/server'

/** What the days of the chart can be told apart by. */
export const stackDimensions = ['provider', 'team'] as const
export type StackBy = (typeof stackDimensions)[number]

const parseAsMonth = createParser({
  parse: (text) => (/^20\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : null),
  serialize: (month: string) => month,
})

/** What Overview reads from its address: a month such as `2026-05`, and what the chart is stacked by. */
export const overviewSearchParams = { month: parseAsMonth, stack: parseAsStringLiteral(stackDimensions) }
