import { sql } from 'drizzle-orm'
import type { Job } from '@/lib/jobs/job'

/** This month and the next three. */
const monthsAhead = 3

/** Makes the partitions that events will need, so that no booking has to. */
export const usagePartitions: Job = {
  name: 'usage-partitions',
  description: 'Makes the tables for the usage of this month and of the next three.',
  schedule: '41 3 * * *',
  async run({ db, now }) {
    let made = 0
    for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)).toISOString().slice(0, 10)
      const [row] = await db.execute<{ made: boolean }>(sql`select ensure_usage_partition(${month}::date) as made`)
      if (row?.made) made += 1
    }
    return `made ${made} of ${monthsAhead + 1} tables, the others were there`
  },
}
