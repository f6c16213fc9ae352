import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { AppError } from '@/lib/errors'
import type { Job } from './job'
import { queueJob } from './queue-job'

/** Makes the command that queues a run of one of `jobs` now. Asking again before it began changes nothing. */
export function createRunJob(jobs: readonly Job[]) {
  return command({
    name: 'job.run',
    permission: 'job.run',
    input: z.object({ name: z.string() }),
    async run({ tx }, { name }) {
      if (!jobs.some((job) => job.name === name)) throw new AppError('not_found', `No job is called "${name}".`)
      await queueJob(tx, name)
      return { result: undefined, audit: [{ subject: { kind: 'job', id: name, name }, before: null, after: { queued: true } }] }
    },
  })
}
