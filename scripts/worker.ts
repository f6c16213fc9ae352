import { readEnv } from '@/lib/env'
import { startJobs } from '@/lib/jobs/runner'
import { allJobs } from '@/lib/server/all-jobs'
import { runLauncher } from '@/lib/server/launcher'
import { prepareDatabase } from '@/lib/server/prepare-database'
import { leaseDatabase } from '@/lib/server/with-database'

/** `npm run worker`: the background jobs alone, beside an app that was started with `JOBS=off`. */
await runLauncher(async () => {
  const env = readEnv()
  const database = await leaseDatabase(env)
  try {
    await prepareDatabase(database.url, env)
    const runner = await startJobs({ databaseUrl: database.url, jobs: allJobs })
    process.stdout.write('The background jobs run\n')
    return {
      stop: async () => {
        await runner.stop()
        await database.release()
      },
    }
  } catch (error) {
    await database.release()
    throw error
  }
})
