import { describe, expect, it } from 'vitest'
import { onNewSeries } from '@/lib/attribution/attribute-series'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { makeTeam, makeUser } from '@/lib/db/testing/factories'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { readStatement, readStatementVersion } from '@/lib/finance/statement/queries'
import { addMonths, monthOf } from '@/lib/time/calendar'
import { dateInZone, startOfDate } from '@/lib/time/instant'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { actAs } from './act-as'
import { loadFinance } from './finance'
import { demoPeople } from './organization'

const zone = 'Europe/Berlin'
const { db, sql, url, ledger } = await createTestLedger({ zone, onNewSeries })
await pointProcessAt(url)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
for (const slug of ['search', 'support-ops', 'checkout', 'data-platform']) await makeTeam(db, { slug })
for (const { role, email, teams } of demoPeople) await makeUser(db, { role, email, teams: [...teams] })

const thisMonth = `${monthOf(dateInZone(new Date(), zone))}-01`
const [before, last] = [addMonths(thisMonth, -2), addMonths(thisMonth, -1)]
const book = (name: string, day: string, team: string, service: string) =>
  ledger.book([
    makeEvent(name, {
      occurredAtMs: startOfDate(day, zone).getTime() + 36_000_000,
      dimensions: { tagTeam: team, tagBasis: 'metadata', service },
    }),
  ])
for (const day of [before, last]) {
  await book(`own ${day}`, day, 'search', 'answers')
  await book(`stray ${day}`, day, 'ml-research', 'eval-runner')
}

describe('the statements of the demo', () => {
  it('are one month published twice, and a draft whose coverage is not whole', async () => {
    await loadFinance(db)
    const scope = scopeFor(await actAs(db, 'finance'), 'finance.read')
    const version = (number: number) =>
      readStatementVersion(db, scope, { month: monthOf(before), version: number, view: 'project' })
    const [first, second] = [await version(1), await version(2)]
    expect([first, second].map(({ total }) => [total.total_usd, total.attributed_usd])).toEqual([
      ['0.006', '0.003'],
      ['0.006', '0.006'],
    ])
    expect([first.exceptions.length, second.exceptions.length, second.versions.length]).toEqual([1, 0, 2])
    const draft = await readStatement(db, scope, { month: monthOf(last), view: 'project', now: new Date() })
    expect([draft.state, draft.total.attributed_usd, draft.versions]).toEqual(['draft', '0.003', []])
  })

  it('are the same after a second load, and completed after one that was cut off', async () => {
    const count = async () => Number((await sql`select count(*) from statement_version`)[0]?.count)
    await loadFinance(db)
    expect(await count()).toBe(2)
    await sql`alter table statement_version disable trigger user`
    await sql`delete from statement_version where version = 2`
    await sql`alter table statement_version enable trigger user`
    await loadFinance(db)
    expect(await count()).toBe(2)
  })
})
