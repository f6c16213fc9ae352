import { afterAll } from 'vitest'
import { closeIngest } from '@/lib/ingest/process-ingest'
import { hotRoutes } from '../hot-routes'
import { startHotServer } from '../hot-server'

/** The hot server with all its routes on a port of its own, without Next behind it, until the tests of the file are over. */
export async function serveHotRoutes(): Promise<{ origin: string }> {
  const { port, stop } = await startHotServer({
    ...{ port: 0, hostname: '127.0.0.1', routes: hotRoutes, nextOrigin: 'http://127.0.0.1:9', trustProxy: false },
  })
  afterAll(async () => {
    await stop()
    await closeIngest()
  })
  return { origin: `http://127.0.0.1:${port}` }
}
