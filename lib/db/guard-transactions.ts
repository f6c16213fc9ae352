/** The connection is lost, or will be as soon as the server has said so. */
const lostCodes = new Set(['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02'])

const isLost = (error: unknown) => error instanceof Error && 'code' in error && lostCodes.has(String(error.code))

/**
 * Makes transactions of a client survive the loss of their connection. postgres.js 3.4.9 answers a failed transaction with a
 * ROLLBACK even where the connection is gone, and writes it to a socket that is null, from a timer: an uncaught exception that
 * ends the process. Work that failed for a lost connection is therefore never reported to the driver, which rejects the
 * transaction by itself when the connection closes.
 */
export function guardTransactions<Client extends { readonly begin: unknown }>(client: Client): Client {
  const { begin } = client
  if (typeof begin !== 'function') throw new TypeError('not a client: it has no transactions')
  const guarded = (...parts: unknown[]) => {
    const work = parts.pop()
    if (typeof work !== 'function') throw new TypeError('a transaction needs a function')
    return begin(...parts, async (tx: unknown) => {
      try {
        const result: unknown = await work(tx)
        return await (Array.isArray(result) ? Promise.all(result) : result)
      } catch (error) {
        if (isLost(error)) return new Promise(() => {})
        throw error
      }
    })
  }
  return Object.assign(client, { begin: guarded })
}
