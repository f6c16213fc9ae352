import path from 'node:path'
import { readEnv } from '@/lib/env'
import { type EmbeddedPostgres, startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'
import { findFreePort } from '@/lib/server/free-port'
import { projectRoot } from '@/lib/server/launcher'
import { prepareDatabase } from '@/lib/server/prepare-database'
import { appEnvironment } from '@/lib/server/start-production'
import { superviseChild } from '@/lib/server/supervised-child'

/** The part of the app that takes in usage, as `npm start` runs it: database and hot process, without Next and the jobs. */
export interface HotApp {
  readonly baseUrl: string
  readonly databaseUrl: string
  readonly postgres: EmbeddedPostgres
  /** Undefined while it is down. */
  hotPid(): number | undefined
  /** Stops both; data stay. */
  stop(): Promise<void>
}

interface HotAppOptions {
  readonly dataDir: string
  readonly port?: number
  readonly nodeArguments?: readonly string[]
}

/** Starts it on a data folder, new or used, with a database that waits for the disk. */
export async function startHotApp({ dataDir, port, nodeArguments = [] }: HotAppOptions): Promise<HotApp> {
  const hotPort = port ?? (await findFreePort())
  const postgres = await startEmbedded({ dataDir: path.join(dataDir, 'postgres') })
  try {
    const env = readEnv({ ...process.env, DATABASE_URL: postgres.url, DATA_DIR: dataDir, PORT: String(hotPort) })
    await prepareDatabase(postgres.url, env)
    const hot = superviseChild({
      name: 'hot',
      nodeArguments: [
        '--max-semi-space-size=64',
        ...nodeArguments,
        '--import',
        'tsx',
        path.join(projectRoot, 'lib/server/hot-main.ts'),
      ],
      cwd: projectRoot,
      environment: {
        ...appEnvironment(env, postgres.url),
        NODE_ENV: 'production',
        ASCRIBE_PROCESS: 'hot',
        // Nobody is behind it.
        ASCRIBE_NEXT_PORT: '9',
      },
    })
    const stop = async () => {
      await hot.stop()
      await postgres.stop()
    }
    await hot.ready.catch(async (error: unknown) => {
      await stop()
      throw error
    })
    return { baseUrl: `http://127.0.0.1:${hotPort}`, databaseUrl: postgres.url, postgres, hotPid: hot.pid, stop }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}
