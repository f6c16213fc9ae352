import { parseAsString } from 'nuqs/server'

/** What the list of sources is narrowed to. */
export const sourcesPageParams = { search: parseAsString.withDefault('') }
