import { Socket } from 'node:net'

/** What the driver has made of a database's address: several hosts where several are named, or the path of a Unix socket. */
interface Address {
  readonly host: readonly string[]
  readonly port: readonly number[]
  readonly path: string | false
}

/**
 * How every connection of the app is opened; to be spread into the options of `postgres()`.
 *
 * The driver waits up to 20 seconds before it tries a lost connection again, during which queries wait instead of failing: a
 * restart of the database would then cost requests half a minute. And where a connection ends without a word, as behind a load
 * balancer whose database is gone, postgres.js 3.4.9 tries again for ever, without a pause, while the query waits
 * (github.com/porsager/postgres/issues/1193): an end before the server has spoken is made the error that it is.
 */
export function driverOptions() {
  let next = 0
  return {
    connect_timeout: 5,
    backoff: () => 0.25,
    socket: ({ host, port, path }: Address): Socket => {
      const socket = new Socket()
      socket.once('end', () => {
        if (socket.bytesRead === 0) socket.destroy(new SilentEnd())
      })
      const [name = 'localhost', number = 5432] = [host[next % host.length], port[next % host.length]]
      next += 1
      // The driver names the host to TLS by this property, where the certificate is checked against it.
      if (!path) return Object.assign(socket, { host: name, port: number }).connect(number, name)
      return socket.connect(path)
    },
  }
}

class SilentEnd extends Error {
  readonly code = 'ECONNRESET'

  constructor() {
    super('the database ended the connection before it had answered')
  }
}
