import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { adminActor, engineerActor, leadActor, makeCostCenter, makeTeam } from '@/lib/db/testing/factories'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getStackedMonth } from './daily-stack'
import { findPeriods } from './find-periods'
import { getOverview } from './queries'
import { getSourceReport } from './source-freshness'

const { db, sql, ledger } = await createTestLedger({ zone: 'UTC' })
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const [search, support, costCenter] = [await makeTeam(db), await makeTeam(db), await makeCostCenter(db)]
const everything = scopeFor(await adminActor(db), 'spend.read')
const now = new Date('2026-05-15T12:00:00Z')
const at = (instant: string) => ({ occurredAtMs: Date.parse(instant) })

// Each call costs 0.003 USD. Search owns what says so until the 10th, support from then on; the rest is nobody's.
await ledger.book([
  makeEvent('april', at('2026-04-10T09:00:00Z')),
  makeEvent('end of april', at('2026-04-20T09:00:00Z')),
  makeEvent('early', at('2026-05-02T09:00:00Z')),
  makeEvent('late', at('2026-05-12T09:00:00Z')),
  makeEvent('later', at('2026-05-12T10:00:00Z')),
  makeEvent('today', at('2026-05-15T09:00:00Z')),
  makeEvent('nobody', { ...at('2026-05-12T09:00:00Z'), dimensions: { tagTeam: null } }),
  makeEvent('unpriced', { ...at('2026-05-12T09:00:00Z'), dimensions: { tagTeam: null, model: 'nobody-knows-it' } }),
  ...Array.from({ length: 8 }, (_, index) =>
    makeEvent(`of provider ${index}`, { ...at('2026-02-03T09:00:00Z'), dimensions: { provider: `provider-${index}` } }),
  ),
])
const [pool] = await sql<{ id: string }[]>`insert into shared_pool (slug, name, approver_email)
  values ('platform', 'Platform', 'a@b.test') returning id`
await sql`truncate series_ownership`
await sql`insert into series_ownership (series_id, period, owner_kind, reason)
  select id, '(,)', 'none', 'missing_team' from usage_series where tag_team is null`
await sql`insert into series_ownership (series_id, period, owner_kind, team_id, basis)
  select id, span.period::daterange, 'team', span.team::uuid, 'metadata' from usage_series
  cross join (values ('(,2026-05-10)', ${search.id}), ('[2026-05-10,)', ${support.id})) span (period, team) where tag_team is not null`
await sql`insert into team_cost_center (team_id, cost_center_id, period) values (${support.id}, ${costCenter.id}, '(,)')`

describe('Overview', () => {
  it('tells the month so far, what nobody owns, what has no price, and how fresh the sources are', async () => {
    const overview = await getOverview(db, everything, { now })
    expect(overview).toMatchObject({
      period: { from: '2026-05-01', to: '2026-05-16' },
      total: { costUsd: '0.015', requests: 6, unpricedRequests: 1, isAtLeast: true },
      attributedPercent: '80.00',
      unattributed: { total: { costUsd: '0.003', requests: 2 }, reasons: [{ key: 'missing_team', costUsd: '0.003' }] },
    })
    expect(overview.days.map(({ key, costUsd }) => [key, costUsd])).toEqual([
      ['2026-05-02', '0.003'],
      ['2026-05-12', '0.009'],
      ['2026-05-15', '0.003'],
    ])
    expect(overview.teams.map(({ key, costUsd }) => [key, costUsd])).toEqual(
      expect.arrayContaining([
        [support.slug, '0.009'],
        [search.slug, '0.003'],
        [null, '0.003'],
      ]),
    )
    expect(overview.costCenters.map(({ key, costUsd }) => [key, costUsd])).toEqual([
      [costCenter.code, '0.009'],
      [null, '0.006'],
    ])
    const { sources } = await getSourceReport(db, everything, now)
    expect(sources).toMatchObject([{ source: 'gateway', latestHour: '2026-05-15T09:00:00Z' }])
    expect(sources[0]?.latestArrival).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  it('compares complete days with the same days last month, without today', async () => {
    const { comparison } = await getOverview(db, everything, { now })
    expect(comparison).toMatchObject({
      period: { from: '2026-05-01', to: '2026-05-15' },
      previousPeriod: { from: '2026-04-01', to: '2026-04-15' },
      costUsd: '0.012',
      previousCostUsd: '0.003',
    })
    expect(comparison?.movers).toEqual([
      {
        team: support.slug,
        costUsd: '0.006',
        previousCostUsd: '0',
        changeUsd: '0.006',
        isAtLeast: false,
        isPreviousAtLeast: false,
      },
      { team: null, costUsd: '0.003', previousCostUsd: '0', changeUsd: '0.003', isAtLeast: true, isPreviousAtLeast: false },
    ])
  })

  it('tells the days apart by provider or by team, whose parts add up to the day', async () => {
    const { stack: byTeam, names } = await getStackedMonth(db, everything, { now, stackBy: 'team' })
    expect(Object.keys(names.team).sort()).toEqual([search.slug, support.slug].sort())
    expect(byTeam).toMatchObject({ by: 'team', keyCount: 3 })
    expect(byTeam.cells).toEqual([
      { day: '2026-05-02', key: search.slug, costUsd: '0.003', isAtLeast: false },
      { day: '2026-05-12', key: support.slug, costUsd: '0.006', isAtLeast: false },
      { day: '2026-05-12', key: '~none', costUsd: '0.003', isAtLeast: true },
      { day: '2026-05-15', key: support.slug, costUsd: '0.003', isAtLeast: false },
    ])
    const { stack: byProvider } = await getStackedMonth(db, everything, { now, stackBy: 'provider' })
    expect(byProvider.cells.map(({ day, key, costUsd }) => [day, key, costUsd])).toEqual([
      ['2026-05-02', 'acme', '0.003'],
      ['2026-05-12', 'acme', '0.009'],
      ['2026-05-15', 'acme', '0.003'],
    ])
  })

  it('keeps the six dearest of a month apart and adds up the rest', async () => {
    const { total } = await getOverview(db, everything, { now, month: '2026-02' })
    const { stack } = await getStackedMonth(db, everything, { now, month: '2026-02', stackBy: 'provider' })
    expect(stack.keyCount).toBe(8)
    expect(stack.cells.map(({ key }) => key)).toEqual([...[0, 1, 2, 3, 4, 5].map((index) => `provider-${index}`), '~other'])
    expect(stack.cells.map(({ isAtLeast }) => isAtLeast)).toEqual(stack.cells.map(() => total.isAtLeast))
  })

  it('shows an engineer the days of their team, and nothing of nobody’s', async () => {
    const scope = scopeFor(await engineerActor(db, { teams: [search.slug] }), 'spend.read')
    const overview = await getOverview(db, scope, { now })
    expect(overview).toMatchObject({ total: { costUsd: '0.003', requests: 1 }, unattributed: null, attributedPercent: null })
    expect(overview.teams.map(({ key }) => key)).toEqual([search.slug])
    expect((await getSourceReport(db, scope, now)).sources).toEqual([])
  })

  it('shows a lead of a cost centre the days of its teams', async () => {
    const scope = scopeFor(await leadActor(db, { costCenters: [costCenter.code] }), 'spend.read')
    const overview = await getOverview(db, scope, { now })
    expect(overview.total.costUsd).toBe('0.009')
    const { sources } = await getSourceReport(db, scope, now)
    expect(sources.map(({ source: slug }) => slug)).toEqual(['gateway'])
  })

  it('shows a lead without teams nothing, and no source', async () => {
    const scope = scopeFor(await leadActor(db, {}), 'spend.read')
    expect(await getOverview(db, scope, { now })).toMatchObject({
      ...{ total: { costUsd: '0', requests: 0 }, teams: [], costCenters: [], unattributed: null },
      ...{ comparison: { movers: [], previousDays: [] } },
    })
    expect((await getStackedMonth(db, scope, { now, stackBy: 'team' })).stack).toEqual({ by: 'team', keyCount: 0, cells: [] })
    expect((await getSourceReport(db, scope, now)).sources).toEqual([])
  })

  it('of a month without usage is empty, not wrong', async () => {
    const overview = await getOverview(db, everything, { now, month: '2026-01' })
    expect(overview).toMatchObject({ total: { costUsd: '0', requests: 0 }, days: [], teams: [], attributedPercent: null })
    expect(overview.comparison?.movers).toEqual([])
  })
})

describe('what pools own', () => {
  it('is attributed from the month on of which a policy for it was approved', async () => {
    await sql`truncate series_ownership`
    await sql`insert into series_ownership (series_id, period, owner_kind, team_id, pool_id, basis)
      select id, '(,)', (case when tag_team is null then 'pool' else 'team' end)::text,
        case when tag_team is not null then ${search.id}::uuid end, case when tag_team is null then ${pool?.id ?? ''}::uuid end, 'rule'
      from usage_series`
    const overview = await getOverview(db, everything, { now })
    expect(overview).toMatchObject({
      ...{ total: { costUsd: '0.015' }, attributedPercent: '80.00', unattributed: { total: { costUsd: '0' } } },
      shared: { total: { costUsd: '0.003' }, percent: '0.00', unapprovedUsd: '0.003' },
    })
    await sql`insert into pool_policy (pool_id, effective_from, method, shares, proposed_by, decided_by, decided_at, decision)
      values (${pool?.id ?? ''}, '2026-05-01', 'central', '[]', 'a@b.test', 'c@b.test', now(), 'approved')`
    expect(await getOverview(db, everything, { now })).toMatchObject({
      ...{ attributedPercent: '100.00', shared: { percent: '20.00', unapprovedUsd: '0' } },
    })
  })
})

describe('findPeriods', () => {
  it.each([
    ['2026-05', '2026-05-01', '2026-05-01..2026-05-02', null, '2026-04-01..2026-05-01'],
    ['2026-05', '2026-05-15', '2026-05-01..2026-05-16', '2026-05-01..2026-05-15', '2026-04-01..2026-04-15'],
    ['2026-03', '2026-03-31', '2026-03-01..2026-04-01', '2026-03-01..2026-03-31', '2026-02-01..2026-03-01'],
    ['2026-04', '2026-05-15', '2026-04-01..2026-05-01', '2026-04-01..2026-05-01', '2026-03-01..2026-04-01'],
  ])('of %s on %s is %s, complete %s, beside %s', (month, today, period, complete, previous) => {
    const found = findPeriods(month, today)
    const text = (span: { from: string; to: string } | null) => span && `${span.from}..${span.to}`
    expect([text(found.period), text(found.complete), text(found.previous)]).toEqual([period, complete, previous])
  })
})
