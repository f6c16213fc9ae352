'use server'

import { act } from '@/lib/http/act'
import { createRunJob } from '@/lib/jobs/commands'
import { allJobs } from './all-jobs'

const runJob = createRunJob(allJobs)

export async function runJobAction(input: { name: string }) {
  return act(runJob, input)
}
