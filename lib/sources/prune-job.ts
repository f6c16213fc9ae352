import { sql } from 'drizzle-orm'
import type { Job } from '@/lib/jobs/job'

/** Screens look back two weeks at most; a field that nobody has sent for a quarter is not sent any more. */
export const sourceTallySweep: Job = {
  name: 'source-tally-sweep',
  description: 'Removes counts of arrivals after 35 days, and unknown fields that were not seen for 90.',
  schedule: '27 4 * * *',
  async run({ db, now }) {
    const instant = sql`${now.toISOString()}::timestamptz`
    const tallies = await db.execute(sql`delete from source_tally where hour < ${instant} - interval '35 days'`)
    const fields = await db.execute(sql`delete from source_unknown_field where last_seen_at < ${instant} - interval '90 days'`)
    return `removed ${tallies.count} counts, ${fields.count} fields`
  },
}
