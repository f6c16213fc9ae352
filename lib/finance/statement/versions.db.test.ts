import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { organization } from '@/lib/db/schema/organization'
import { auditorActor, leadActor, makeTeam, operator, userActor } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { AppError } from '@/lib/errors'
import { dateInZone } from '@/lib/time/instant'
import { publishStatement } from './commands'
import { listStatementMonths } from './list-months'
import { readStatement, readStatementVersion } from './queries'
import { makeExampleOrganisation } from './testing/example-organisation'
import { recordSpend } from './testing/record-spend'
import { readFrozenPrices } from './versions'

const { db, sql } = await createTestDatabase()
await db.insert(organization).values({ reportingZone: 'Asia/Kathmandu' })
// Registering a team attributes all series anew, by what their sources said: so it comes first.
const newTeam = await makeTeam(db, { slug: 'new', name: 'New' })
const { teams } = await makeExampleOrganisation(db, sql)
const everything = scopeFor(operator, 'finance.read')
const finance = await userActor(db, { role: 'finance', name: 'Fiona' })
const leadScope = scopeFor(await leadActor(db, { teams: ['support'] }), 'finance.read')
const now = new Date()
const month = '2026-05'
const view = 'project'
const publish = (note?: string, of = month) => publishStatement(db, finance, { month: of, note })
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : 'surprise')

describe('publishing a statement', () => {
  it('freezes it as version 1 with the 18 dollars that are not attributed itemised', async () => {
    const draft = await readStatement(db, everything, { month, view, now })
    expect(await publish('As agreed')).toEqual({ month, version: 1, total_usd: '100' })
    const { as_of, ...frozen } = await readStatementVersion(db, everything, { month, version: 1, view })
    const { as_of: _asOf, versions: _versions, ...content } = draft
    expect(frozen).toEqual({
      ...content,
      ...{ state: 'published', version: 1, published_by: 'Fiona', published_at: expect.any(String), note: 'As agreed' },
      versions: [{ version: 1, published_by: 'Fiona', published_at: frozen.published_at, note: 'As agreed', total_usd: '100' }],
    })
    expect(Date.parse(as_of)).toBeLessThanOrEqual(Date.parse(frozen.published_at ?? ''))
    const itemised = frozen.exceptions.map(({ amount_usd }) => Number(amount_usd))
    expect([frozen.total.attributed_usd, itemised]).toEqual(['82', [8, 7, 3]])
    const model = await readStatementVersion(db, everything, { month, version: 1, view: 'model' })
    expect(model.lines.some(({ level }) => level === 'route')).toBe(true)
    expect(await readFrozenPrices(db, month, 1)).toMatchObject({ month, total_usd: '100' })
  })

  it('is in the audit log, and refused where the latest version says the same', async () => {
    const [entry] = await sql`select actor_name, subject_name, after from audit_entry where command = 'statement.publish'`
    expect(entry).toMatchObject({
      actor_name: 'Fiona',
      subject_name: '2026-05, version 1',
      after: { version: 1, total_usd: '100' },
    })
    await expect(publish()).rejects.toThrow('Version 1 of 2026-05 says the same already')
  })

  it('publishes the next version once something changed, and leaves the first as it was', async () => {
    await recordSpend(db, sql, { day: '2026-05-22', cost: '2', teamId: teams.support.id })
    expect(await publish()).toMatchObject({ version: 2, total_usd: '102' })
    const first = await readStatementVersion(db, everything, { month, version: 1, view })
    expect([first.total.total_usd, first.versions.map(({ version, total_usd }) => [version, total_usd])]).toEqual([
      '100',
      [
        [2, '102'],
        [1, '100'],
      ],
    ])
  })

  it('is published once where two publish at the same time', async () => {
    await recordSpend(db, sql, { day: '2026-05-23', cost: '1', teamId: teams.support.id })
    const outcomes = await Promise.allSettled([publish(), publish(), publish()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [codeOf(outcome.reason)] : []))
    expect(refused).toEqual(['conflict', 'conflict'])
    const [{ count } = { count: '0' }] = await sql<
      { count: string }[]
    >`select count(*) from statement_version where month = '2026-05-01'`
    expect(count).toBe('3')
  })

  it('keeps what was published from every change, also by those who own the table', async () => {
    await expect(sql`update statement_version set total = 0`).rejects.toThrow('never changed or removed')
    await expect(sql`delete from statement_version`).rejects.toThrow('never changed or removed')
    await expect(sql`truncate statement_version`).rejects.toThrow('never changed or removed')
  })

  it('refuses a month that runs, naming the day from which it may be published, one without usage, and what is no month', async () => {
    const running = dateInZone(now, 'Asia/Kathmandu').slice(0, 7)
    const error = await publish(undefined, running).catch((caught: unknown) => caught)
    expect(codeOf(error)).toBe('conflict')
    expect(String(error)).toMatch(/is not over in Asia\/Kathmandu: its statement can be published from \d{4}-\d{2}-01 on/)
    await expect(publish(undefined, '2025-01')).rejects.toThrow('2025-01 has no usage')
    await expect(publish(undefined, '2026-5')).rejects.toThrow('Some fields need another value')
    await expect(publish('x'.repeat(501))).rejects.toThrow('Some fields need another value')
  })

  it('is for finance', async () => {
    for (const actor of [await auditorActor(db), await userActor(db), await leadActor(db, { teams: ['support'] })]) {
      await expect(publishStatement(db, actor, { month })).rejects.toThrow('finance.close')
    }
  })

  it('has no version that was not published', async () => {
    await expect(readStatementVersion(db, everything, { month, version: 9, view })).rejects.toThrow('no version 9 was published')
  })
})

describe('a published version', () => {
  it('shows those who see a part that part, and totals of it alone', async () => {
    const { total, lines, versions, exceptions } = await readStatementVersion(db, leadScope, { month, version: 1, view })
    expect([total.total_usd, exceptions]).toEqual(['23', []])
    expect(lines.every(({ id }) => !id.includes('search'))).toBe(true)
    expect(versions.map(({ version, total_usd }) => [version, total_usd])).toEqual([
      [3, '26'],
      [2, '25'],
      [1, '23'],
    ])
  })

  it('stays what it was when names change', async () => {
    await sql`update team set name = 'Helpdesk' where slug = 'support'`
    const nameOf = async (version: number | null) => {
      const read =
        version === null
          ? readStatement(db, everything, { month, view, now })
          : readStatementVersion(db, everything, { month, version, view })
      return (await read).lines.find(({ code }) => code === 'support')?.name
    }
    expect([await nameOf(1), await nameOf(null)]).toEqual(['Support', 'Helpdesk'])
    await sql`update team set name = 'Support' where slug = 'support'`
  })
})

describe('the list of months', () => {
  it('has those with usage, what they come to, and whether that is still what was published', async () => {
    const { months, zone } = await listStatementMonths(db, everything, { now })
    expect(zone).toBe('Asia/Kathmandu')
    expect(months).toEqual([
      {
        ...{ month: '2026-05', total_usd: '103', attributed_usd: '85', is_at_least: true, is_running: false },
        published: {
          ...{ version: 3, published_by: 'Fiona', published_at: expect.any(String), note: null, total_usd: '103' },
          ...{ is_changed: false, difference_usd: '0' },
        },
      },
      { month: '2026-04', total_usd: '44', attributed_usd: '40', is_at_least: false, is_running: false, published: null },
    ])
  })

  it('notices what came later, and what moved between owners without changing the total', async () => {
    await sql`update series_ownership set team_id = ${newTeam.id} where team_id = ${teams.growth.id}`
    const published = async (scope = everything) => (await listStatementMonths(db, scope, { now })).months[0]?.published
    expect(await published()).toMatchObject({ is_changed: true, difference_usd: '0' })
    expect(await published(leadScope)).toMatchObject({ is_changed: false, difference_usd: '0', total_usd: '26' })
    await recordSpend(db, sql, { day: '2026-05-24', cost: '0.5', teamId: teams.support.id })
    expect(await published()).toMatchObject({ is_changed: true, difference_usd: '0.5' })
    expect(await published(leadScope)).toMatchObject({ is_changed: true, difference_usd: '0.5', total_usd: '26' })
  })

  it('tells those who see a part what theirs comes to', async () => {
    const { months } = await listStatementMonths(db, leadScope, { now })
    expect(months.map(({ month: of, total_usd }) => [of, total_usd])).toEqual([
      ['2026-05', '26.5'],
      ['2026-04', '10'],
    ])
  })
})
