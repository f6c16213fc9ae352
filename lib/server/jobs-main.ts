import { readEnv } from '@/lib/env'
import { startJobs } from '@/lib/jobs/runner'
import { allJobs } from './all-jobs'
import { endWithSupervisor, reportReady } from './child-protocol'
import { StartError } from './start-error'

/** The jobs process under the supervisor, which has seen to the database. */
async function main(): Promise<void> {
  const { DATABASE_URL } = readEnv()
  if (DATABASE_URL === undefined) throw new StartError('DATABASE_URL is not set: start the jobs with npm run worker')
  const runner = await startJobs({ databaseUrl: DATABASE_URL, jobs: allJobs })
  endWithSupervisor(() => runner.stop())
  reportReady()
}

await main()
