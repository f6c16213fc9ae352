import type { Job } from '@/lib/jobs/job'
import { recordDoubles } from './doubles'
import { openLedgerClient } from './ledger-client'

/** Keeps for triage which events may be one call that two sources saw. */
export const usageDoubles: Job = {
  name: 'usage-doubles',
  description: 'Looks for calls that two sources may have reported, on the days whose usage changed.',
  schedule: '*/15 * * * *',
  async run({ db, now }) {
    const databaseUrl = process.env.DATABASE_URL
    if (!databaseUrl) throw new Error('DATABASE_URL is not set: start the jobs with npm start or npm run worker')
    const client = openLedgerClient(databaseUrl, { max: 2 })
    try {
      const { days, found } = await recordDoubles(db, client, now)
      return `${days} days were searched, ${found} new pairs were found`
    } finally {
      await client.end({ timeout: 5 })
    }
  },
}
