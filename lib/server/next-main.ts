import { createServer } from 'node:http'
import next from 'next'
import { endWithSupervisor, reportReady } from './child-protocol'

/**
 * The Next process: the production server of the existing build, on a loopback port. By Next's programmatic interface and
 * not by `next start`, so that it ends with its supervisor, and so that the addresses it builds are the public ones.
 */
async function main(): Promise<void> {
  const port = Number(process.env.ASCRIBE_NEXT_PORT)
  const publicUrl = new URL(process.env.AUTH_URL ?? `http://localhost:${process.env.PORT ?? 3000}`)
  // Where Next calls itself, as a server action does that redirects.
  process.env.__NEXT_PRIVATE_ORIGIN = `http://127.0.0.1:${port}`
  const app = next({
    dev: false,
    dir: process.cwd(),
    // Not where it listens: what `request.url` is made of, and with it redirects.
    hostname: publicUrl.hostname,
    port: Number(publicUrl.port) || (publicUrl.protocol === 'https:' ? 443 : 80),
  })
  const server = createServer({
    // The hot server in front closes idle connections first, so that none is closed while a request is on its way.
    keepAliveTimeout: 10 * 60_000,
    headersTimeout: 60_000,
    requestTimeout: 0,
    maxHeaderSize: 32 * 1024,
  })
  endWithSupervisor(async () => {
    server.closeIdleConnections()
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      setTimeout(() => server.closeAllConnections(), 5_000).unref()
    })
    await app.close()
  })
  await app.prepare()
  server.on('request', app.getRequestHandler())
  server.listen(port, '127.0.0.1', reportReady)
}

await main()
