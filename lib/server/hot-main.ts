import { closeDatabase } from '@/lib/db/client'
import { readEnv } from '@/lib/env'
import { closeIngest } from '@/lib/ingest/process-ingest'
import { endWithSupervisor, reportReady } from './child-protocol'
import { hotRoutes } from './hot-routes'
import { startHotServer } from './hot-server'

/** The hot process: the server on `PORT`. */
async function main(): Promise<void> {
  const env = readEnv()
  const server = await startHotServer({
    port: env.PORT,
    routes: hotRoutes,
    nextOrigin: `http://127.0.0.1:${process.env.ASCRIBE_NEXT_PORT}`,
    trustProxy: env.TRUST_PROXY,
  })
  endWithSupervisor(async () => {
    await server.stop()
    await closeIngest()
    await closeDatabase()
  })
  reportReady()
}

await main()
