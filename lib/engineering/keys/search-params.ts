import { parseAsString } from 'nuqs/server'

/** What the screen of keys reads from its address beside period and filters: the key that is open. */
export const keysSearchParams = { key: parseAsString }
