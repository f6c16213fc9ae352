import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { readEnv } from '@/lib/env'
import { projectRoot, runLauncher } from '@/lib/server/launcher'
import { prepareDatabase } from '@/lib/server/prepare-database'
import { appEnvironment, describeJobs } from '@/lib/server/start-production'
import { startSupervisor } from '@/lib/server/supervisor'
import { leaseDatabase } from '@/lib/server/with-database'
import { describeStart } from './describe-start'

const stopTimeoutMs = 5_000

/** `npm run dev`: Next with reload on `PORT`, on the same database as `npm start`. Next's route files mount the hot handlers. */
await runLauncher(async () => {
  const env = readEnv()
  const database = await leaseDatabase(env)
  try {
    const { isUnclaimed } = await prepareDatabase(database.url, env)
    const environment: NodeJS.ProcessEnv = { ...appEnvironment(env, database.url), NODE_ENV: 'development' }
    const jobs = await startSupervisor(env.JOBS === 'inline' ? [describeJobs(environment)] : [])
    const next = startNextDev(env.PORT, environment)
    // By name: opened as 127.0.0.1, Next's development server keeps its scripts from the page.
    process.stdout.write(describeStart({ url: `http://localhost:${env.PORT}`, dataDir: database.dataDir, isUnclaimed }))
    const stop = async () => {
      await endNextDev(next)
      await jobs.stop()
      await database.release()
    }
    next.once('exit', (code) => {
      void stop().then(() => process.exit(code ?? 0))
    })
    return { stop }
  } catch (error) {
    await database.release()
    throw error
  }
})

function startNextDev(port: number, environment: NodeJS.ProcessEnv): ChildProcess {
  const cli = path.join(projectRoot, 'node_modules/next/dist/bin/next')
  return spawn(process.execPath, [cli, 'dev', '--port', String(port)], {
    cwd: projectRoot,
    env: { ...environment, ASCRIBE_PROCESS: 'next' },
    stdio: 'inherit',
  })
}

function endNextDev(next: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (next.exitCode !== null || next.signalCode !== null) return resolve()
    const kill = setTimeout(() => next.kill('SIGKILL'), stopTimeoutMs)
    next.once('exit', () => {
      clearTimeout(kill)
      resolve()
    })
    next.kill('SIGTERM')
  })
}
