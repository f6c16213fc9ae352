import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Env } from '@/lib/env'
import { resolveAuthSecret } from './auth-secret'
import { findFreePort } from './free-port'
import { explainListenError } from './hot-server'
import { projectRoot, type Running } from './launcher'
import { prepareDatabase } from './prepare-database'
import { StartError } from './start-error'
import type { ChildSpec } from './supervised-child'
import { startSupervisor } from './supervisor'
import { leaseDatabase } from './with-database'

/** The app as it runs in production. */
export interface RunningApp extends Running {
  /** Where people open it. */
  url: string
  /** Where programs on this machine reach it, whatever people call it. */
  localUrl: string
  /** May hold a password: not for logs. */
  databaseUrl: string
  /** Where the embedded data are; null where the operator gave a server. */
  dataDir: string | null
  /** Whether the first person to open it becomes the administrator. */
  isUnclaimed: boolean
}

/**
 * Starts the production app: database, secret, migrations under a lock, then the hot server on `PORT`, Next behind it and,
 * unless `JOBS=off`, the background jobs, each a process of its own that is restarted when it dies.
 *
 * @throws StartError when there is no build, or the port is taken, or something does not come up.
 */
export async function startProduction(env: Env): Promise<RunningApp> {
  if (!existsSync(path.join(projectRoot, '.next', 'BUILD_ID'))) {
    throw new StartError('There is no build yet: run npm run build first')
  }
  await assertPortFree(env.PORT)
  const database = await leaseDatabase(env)
  try {
    const { isUnclaimed } = await prepareDatabase(database.url, env)
    const nextPort = await findFreePort()
    const supervisor = await startSupervisor(describeChildren(env, database.url, nextPort))
    return {
      url: env.AUTH_URL ?? `http://localhost:${env.PORT}`,
      localUrl: `http://127.0.0.1:${env.PORT}`,
      databaseUrl: database.url,
      dataDir: database.dataDir,
      isUnclaimed,
      stop: async () => {
        await supervisor.stop()
        await database.release()
      },
    }
  } catch (error) {
    await database.release()
    throw error
  }
}

/** The environment of every process of the app: the operator's, with what was decided at the start. */
export function appEnvironment(env: Env, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    // A self-hosted app reports to nobody.
    NEXT_TELEMETRY_DISABLED: '1',
    ...process.env,
    DATABASE_URL: databaseUrl,
    PORT: String(env.PORT),
    AUTH_SECRET: resolveAuthSecret(env),
    // next-auth reads its own name for it, and where there is none believes the forwarded host, which the hot server sets.
    ...(env.AUTH_URL === undefined ? { AUTH_TRUST_HOST: 'true' } : { NEXTAUTH_URL: env.AUTH_URL }),
  }
}

/** The process of the background jobs. */
export function describeJobs(environment: NodeJS.ProcessEnv): ChildSpec {
  return describeProcess('jobs', 'lib/server/jobs-main.ts', environment)
}

function describeChildren(env: Env, databaseUrl: string, nextPort: number): ChildSpec[] {
  const environment: NodeJS.ProcessEnv = {
    ...appEnvironment(env, databaseUrl),
    NODE_ENV: 'production',
    ASCRIBE_NEXT_PORT: String(nextPort),
  }
  return [
    // A batch lives for one request; room for young objects keeps the collector from promoting all of it.
    describeProcess('hot', 'lib/server/hot-main.ts', environment, ['--max-semi-space-size=64']),
    describeProcess('next', 'lib/server/next-main.ts', environment),
    ...(env.JOBS === 'inline' ? [describeJobs(environment)] : []),
  ]
}

function describeProcess(
  name: string,
  script: string,
  environment: NodeJS.ProcessEnv,
  nodeFlags: readonly string[] = [],
): ChildSpec {
  return {
    name,
    nodeArguments: [...nodeFlags, '--import', 'tsx', path.join(projectRoot, script)],
    cwd: projectRoot,
    environment: { ...environment, ASCRIBE_PROCESS: name },
  }
}

async function assertPortFree(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(explainListenError(error, port)))
    probe.listen(port, () => probe.close(() => resolve()))
  })
}
