import { desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { statementVersion } from '@/lib/db/schema/finance'
import { AppError } from '@/lib/errors'
import { selectPricesUsed } from '@/lib/finance/files/prices-used'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import { monthPeriod } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { isMonth } from './month-text'
import { everything } from './queries'
import { isRunning, readDraft } from './read-statement'
import { hashContent } from './versions'

export const publishStatementSchema = z.strictObject({
  month: z.string('is a month such as 2026-05').refine(isMonth, 'is a month such as 2026-05'),
  /** What this version is about, for those who read the list of versions. */
  note: z
    .string('is text')
    .trim()
    .max(500, 'is at most 500 characters')
    .nullish()
    .transform((note) => note || null),
})

/**
 * Freezes a month's statement, both views of it and the prices that it was reckoned by, as the next version of the month. What is
 * not attributed does not stand in the way: it is itemised in the statement.
 *
 * @throws AppError `conflict` for a month that is not over in the reporting zone, that has nothing in it, or whose latest version
 *   says the same already.
 */
export const publishStatement = command({
  name: 'statement.publish',
  permission: 'finance.close',
  input: publishStatementSchema,
  async run({ tx, actor, now }, { month, note }) {
    // Both views and the prices are of one snapshot, which begins after the lock: so publications follow each other, and the
    // second sees what the first one published. Readers do not wait.
    await tx.execute(sql`set transaction isolation level repeatable read`)
    await tx.execute(sql`lock table ${statementVersion} in share row exclusive mode`)
    const { from, to } = monthPeriod(month)
    const zone = await findZone(tx)
    if (isRunning(to, dateInZone(now, zone))) {
      throw new AppError('conflict', `${month} is not over in ${zone}: its statement can be published from ${to} on.`)
    }
    const { project, model, prices } = await readReport(tx, async (snapshot) => ({
      project: await readDraft(snapshot, everything, { month, view: 'project', now }),
      model: await readDraft(snapshot, everything, { month, view: 'model', now }),
      prices: await selectPricesUsed(snapshot, everything, month),
    }))
    if (project.lines.length === 0) throw new AppError('conflict', `${month} has no usage: there is nothing to publish.`)
    const contentSha256 = hashContent(project, model)
    const [latest] = await tx
      .select({ version: statementVersion.version, contentSha256: statementVersion.contentSha256, total: statementVersion.total })
      .from(statementVersion)
      .where(eq(statementVersion.month, from))
      .orderBy(desc(statementVersion.version))
      .limit(1)
    if (latest?.contentSha256 === contentSha256) {
      throw new AppError('conflict', `Version ${latest.version} of ${month} says the same already. Nothing was published.`)
    }
    const version = (latest?.version ?? 0) + 1
    const total = project.total.total_usd
    await tx.insert(statementVersion).values({
      ...{ month: from, version, note, publishedBy: actor.name, publishedAt: now, zone, asOf: new Date(project.as_of) },
      ...{ priceVersion: project.price_version, document: { project, model, prices_used: prices }, contentSha256, total },
    })
    const subject = { kind: 'statement', id: `${month}/${version}`, name: `${month}, version ${version}` }
    const before = latest ? { version: latest.version, total_usd: latest.total, content_sha256: latest.contentSha256 } : null
    const after = { version, total_usd: total, content_sha256: contentSha256, note }
    return { result: { month, version, total_usd: total }, audit: [{ subject, before, after }] }
  },
})
