import type { Job } from '@/lib/jobs/job'
import { refreshRepeats } from './refresh-repeats'

/** So many days at most in one run, so that a first run over years does not hold up the others. */
const maxDaysPerRun = 60

/** Keeps the sums of repeated prompts and retry loops in step with usage. */
export const usageRepeats: Job = {
  name: 'usage-repeats',
  description: 'Sums prompts that came again and calls that were tried again and again, for the days whose usage changed.',
  schedule: '4,19,34,49 * * * *',
  async run({ db, now }) {
    const { summed, waiting } = await refreshRepeats(db, now, { maxDays: maxDaysPerRun })
    return `summed ${summed} days${waiting === 0 ? '' : `, ${waiting} wait for the next run`}`
  },
}
