import { createParser, parseAsString } from 'nuqs/server'

/** An entry's id as the cursor carries it; anything else is no cursor. */
const parseAsCursor = createParser({
  parse: (text) => (/^[1-9]\d{0,17}$/.test(text) ? text : null),
  serialize: (id: string) => id,
})

/** What the audit page reads from its address: three filters, and the entry before which it begins. */
export const auditParams = {
  command: parseAsString,
  actor: parseAsString,
  subject: parseAsString,
  before: parseAsCursor,
}
