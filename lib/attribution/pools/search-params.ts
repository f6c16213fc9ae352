import { createParser } from 'nuqs/server'
import { monthSchema } from './schema'

const parseAsMonth = createParser({
  parse: (text) => (monthSchema.safeParse(text).success ? text : null),
  serialize: (month: string) => month,
})

/** What the page of pools reads from its address: the month whose allocation it shows. */
export const poolParams = { month: parseAsMonth }
