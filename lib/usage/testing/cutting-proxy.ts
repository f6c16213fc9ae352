import { connect, createServer, type Socket } from 'node:net'

/** A way to the database that can be cut: the driver talks to it as to the server itself. */
export async function startCuttingProxy(databaseUrl: string) {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  /** Called with what the server answers; true cuts everything in place of passing it on. */
  let shouldCut = (_answer: Buffer) => false
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (answer: Buffer) => {
      if (shouldCut(answer)) cut()
      else near.write(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server without a port')
  return {
    url: Object.assign(new URL(databaseUrl), { port: String(address.port) }).href,
    cutAt(test: (answer: Buffer) => boolean): void {
      shouldCut = test
    },
    stop(): Promise<void> {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
