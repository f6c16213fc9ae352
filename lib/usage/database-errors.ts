/** The database is away, or going: nothing is known to be wrong with what was asked of it. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  // Shutting down, starting up, too many connections, or a standby that was promoted elsewhere.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '25006',
])

/** Deadlock and serialisation failure; and a partition that was dropped since we made sure of it. */
const transientCodes = new Set(['40P01', '40001', '23514'])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Whether the database cannot be reached. Whether what was being written got through is then unknown. */
export function isDatabaseAway(error: unknown): boolean {
  const code = codeOf(error)
  return awayCodes.has(code) || code.startsWith('08')
}

/** Whether the same transaction may succeed when it is tried again. */
export const isTransient = (error: unknown): boolean =>
  transientCodes.has(codeOf(error)) || (codeOf(error) === 'XX000' && isCatalogRace(error))

/** Two sessions that change the same table at once, as by making partitions: Postgres has no code of its own for it. */
const isCatalogRace = (error: unknown) => error instanceof Error && /^tuple concurrently (updated|deleted)/.test(error.message)
