import { eq } from 'drizzle-orm'
import { describe, expect, it, test } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { auditEntry } from '@/lib/db/schema/audit'
import { source } from '@/lib/db/schema/auth'
import { notification } from '@/lib/db/schema/inbox'
import {
  adminActor,
  auditorActor,
  engineerActor,
  keyActor,
  leadActor,
  makeCostCenter,
  makeTeam,
  operator,
  uniqueSlug,
  userActor,
} from '@/lib/db/testing/factories'
import { acknowledgeAll, acknowledgeNotification } from '@/lib/inbox/commands'
import { countUnread, listNotifications } from '@/lib/inbox/queries'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { amendBudget, decideRequest, requestAmount, setPlan, withdrawRequest } from './commands/amounts'
import { archiveBudget, createBudget, editBudget, restoreBudget } from './commands/budgets'
import { budgetColumns, toCsvRows } from './csv'
import { importBudgets } from './import-budgets'
import { listBurns } from './list-burns'
import { findBudget, listBudgets, listPlan, listRequests } from './queries'
import { readBudget } from './read-budget'
import { listSandboxOffers } from './sandbox'

const { db } = await createTestLedger({ zone: 'Asia/Kathmandu' })
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })

const make = (changes: Partial<Parameters<typeof createBudget>[2]> = {}, actor: Parameters<typeof createBudget>[1] = operator) =>
  createBudget(db, actor, { slug: uniqueSlug('budget'), name: 'A budget', amount_usd: '1000', from: '2026-01-01', ...changes })
const slugsOf = async (actor: Parameters<typeof scopeFor>[0]) =>
  (await listBudgets(db, scopeFor(actor, 'budget.read'))).map(({ slug }) => slug)
const amountOf = async (id: string) => {
  const found = await readBudget(db, scopeFor(operator, 'budget.read'), id, { now: new Date() })
  return found?.budget.burn.amountUsd
}
const thisMonth = async () => {
  const [one] = (await listBurns(db, scopeFor(operator, 'budget.read'), { now: new Date() })).budgets
  return one?.burn.period.from ?? ''
}

describe('who sees a budget', () => {
  it('is bounded by teams and cost centres: a lead sees what lies within theirs, and nothing that reaches beyond', async () => {
    const [mine, other, center] = [await makeTeam(db), await makeTeam(db), await makeCostCenter(db)]
    const own = await make({ filters: { team: [mine.slug] } })
    const narrowed = await make({ filters: { team: [mine.slug], environment: ['dev'] } })
    const ofCenter = await make({ filters: { cost_center: [center.code] } })
    const beyond = [
      await make({ filters: {} }),
      await make({ filters: { team: [other.slug] } }),
      await make({ filters: { team: [mine.slug, other.slug] } }),
      await make({ filters: { team: [mine.slug, '~none'] } }),
      await make({ filters: { environment: ['dev'] } }),
    ]
    const lead = await leadActor(db, { teams: [mine.slug], costCenters: [center.code] })
    expect((await slugsOf(lead)).sort()).toEqual([own.slug, narrowed.slug, ofCenter.slug].sort())
    expect((await slugsOf(await engineerActor(db, { teams: [mine.slug] }))).sort()).toEqual([own.slug, narrowed.slug].sort())
    expect(await slugsOf(await auditorActor(db))).toEqual(expect.arrayContaining(beyond.map(({ slug }) => slug)))
    const scope = scopeFor(lead, 'budget.read')
    expect(await findBudget(db, scope, own.slug)).toMatchObject({ id: own.id })
    for (const { id, slug } of beyond) {
      expect(await findBudget(db, scope, id)).toBeNull()
      expect(await readBudget(db, scope, slug, { now: new Date() })).toBeNull()
      await expect(editBudget(db, lead, { id, name: 'Mine now' })).rejects.toMatchObject({ code: 'not_found' })
      await expect(requestAmount(db, lead, { id, amount_usd: '1', from: await thisMonth(), reason: 'x' })).rejects.toMatchObject({
        code: 'not_found',
      })
    }
  })

  it('bounds what a lead may set up', async () => {
    const [mine, other] = [await makeTeam(db), await makeTeam(db)]
    const lead = await leadActor(db, { teams: [mine.slug] })
    await make({ filters: { team: [mine.slug], service: ['answers'] } }, lead)
    for (const filters of [{}, { team: [other.slug] }, { team: [mine.slug, other.slug] }, { service: ['answers'] }]) {
      await expect(make({ filters: filters as Record<string, string[]> }, lead)).rejects.toMatchObject({
        code: 'invalid',
        errors: [{ path: 'filters', message: 'names teams or cost centres, all of them yours' }],
      })
    }
    await expect(make({}, await engineerActor(db))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(make({}, await keyActor(db))).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('setting a budget up', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['no amount', { amount_usd: '0' }, 'amount_usd'],
    ['words for an amount', { amount_usd: 'a lot' }, 'amount_usd'],
    ['more digits than money has', { amount_usd: '1.0000000000000000001' }, 'amount_usd'],
    ['a start within a month', { from: '2026-01-02' }, 'from'],
    ['a start within a quarter', { period: 'quarter', from: '2026-02-01' }, 'from'],
    ['another kind of period', { period: 'week' }, 'period'],
    ['a threshold of nothing', { actual_thresholds: ['0'] }, 'actual_thresholds'],
    ['a dimension that is none', { filters: { colour: ['red'] } }, 'filters'],
    ['a time as a scope', { filters: { month: ['2026-01'] } }, 'filters'],
    ['a label that nobody declared', { filters: { 'label:tier': ['gold'] } }, 'filters'],
    ['everything as critical', { critical: [{}] }, 'critical'],
    ['an owner without an address', { owner_email: 'nobody' }, 'owner_email'],
    ['a word of the API', { slug: 'import' }, 'slug'],
  ])('refuses %s', async (_what, changes, path) => {
    const refused = make(changes)
    await expect(refused).rejects.toMatchObject({ code: 'invalid' })
    await expect(refused.catch((error) => error.errors[0].path.split(/[.[]/)[0])).resolves.toBe(path)
  })

  it('refuses a slug that is taken', async () => {
    const { slug } = await make()
    await expect(make({ slug })).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'slug' }] })
  })
})

describe('the amount', () => {
  it('is that of the last approved amendment that begins by the period, not of the latest beginning', async () => {
    const { id } = await make({ amount_usd: '100', from: '2026-01-01' })
    await amendBudget(db, operator, { id, amount_usd: '300', from: '2026-09-01', reason: 'a launch' })
    expect(await amountOf(id)).toBe('300')
    await amendBudget(db, operator, { id, amount_usd: '200', from: '2026-06-01', reason: 'a cut' })
    expect(await amountOf(id)).toBe('200')
    await amendBudget(db, operator, { id, amount_usd: '900', from: '2099-01-01', reason: 'far off' })
    expect(await amountOf(id)).toBe('200')
  })

  it('is lowered by a lead and raised only through a request that somebody else approves', async () => {
    const team = await makeTeam(db)
    const [lead, finance] = [await leadActor(db, { teams: [team.slug] }), await userActor(db, { role: 'finance' })]
    const { id } = await make({ filters: { team: [team.slug] } }, lead)
    const from = await thisMonth()
    await amendBudget(db, lead, { id, amount_usd: '900', from, reason: 'less will do' })
    await expect(amendBudget(db, lead, { id, amount_usd: '901', from, reason: 'more' })).rejects.toMatchObject({
      errors: [{ path: 'amount_usd' }],
    })
    await expect(editBudget(db, lead, { id, full_action: 'deny' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(archiveBudget(db, lead, { id })).rejects.toMatchObject({ code: 'forbidden' })

    const request = await requestAmount(db, lead, { id, amount_usd: '5000', from, reason: 'a launch' })
    await expect(requestAmount(db, lead, { id, amount_usd: '6000', from, reason: 'again' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(decideRequest(db, lead, { id: request.id, decision: 'approved' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await amountOf(id)).toBe('900')
    await decideRequest(db, finance, { id: request.id, decision: 'approved', note: 'agreed' })
    expect(await amountOf(id)).toBe('5000')
    const told = await listNotifications(db, scopeFor(lead, 'account.read'), lead.id)
    expect(told.map(({ kind }) => kind)).toContain('budget.decision')
    expect((await listNotifications(db, scopeFor(finance, 'account.read'), finance.id)).map(({ kind }) => kind)).toContain(
      'budget.request',
    )
    await expect(decideRequest(db, finance, { id: request.id, decision: 'refused' })).rejects.toMatchObject({ code: 'conflict' })
    const audits = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id))
    expect(audits.map(({ command }) => command)).toEqual([
      'budget.create',
      'budget.amend',
      'budget.request',
      'budget.decide',
      'budget.decide',
    ])
  })

  it('asked for by an approver is decided by another', async () => {
    const [finance, admin] = [await userActor(db, { role: 'finance' }), await adminActor(db)]
    const { id } = await make()
    const { id: request } = await requestAmount(db, finance, { id, amount_usd: '2', from: await thisMonth(), reason: 'x' })
    await expect(decideRequest(db, finance, { id: request, decision: 'approved' })).rejects.toMatchObject({ code: 'forbidden' })
    await decideRequest(db, admin, { id: request, decision: 'refused', note: 'no' })
    expect(await listRequests(db, [id])).toMatchObject([{ state: 'refused', decisionNote: 'no', amount: '2' }])
    expect(await amountOf(id)).toBe('1000')
    const { id: second } = await requestAmount(db, finance, { id, amount_usd: '3', from: await thisMonth(), reason: 'y' })
    await withdrawRequest(db, finance, { id: second })
    expect(await listRequests(db, [id], true)).toEqual([])
  })
})

describe('a plan, and taking out of use', () => {
  it('is replaced as a whole, and given back by month', async () => {
    const { id } = await make()
    await setPlan(db, operator, {
      id,
      months: [
        { month: '2026-11', amount_usd: '1,200.5' },
        { month: '2026-10', amount_usd: '0' },
      ],
    })
    expect(await listPlan(db, id)).toEqual([
      { month: '2026-10', amount: '0' },
      { month: '2026-11', amount: '1200.5' },
    ])
    await setPlan(db, operator, { id, months: [] })
    expect(await listPlan(db, id)).toEqual([])
    const twice = [
      { month: '2026-10', amount_usd: '1' },
      { month: '2026-10', amount_usd: '2' },
    ]
    await expect(setPlan(db, operator, { id, months: twice })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('leaves the history, and can be undone', async () => {
    const { id, slug } = await make()
    await archiveBudget(db, operator, { id })
    expect(await slugsOf(operator)).not.toContain(slug)
    await restoreBudget(db, operator, { id })
    expect(await slugsOf(operator)).toContain(slug)
  })
})

describe('a CSV file', () => {
  const scope = scopeFor(operator, 'budget.read')
  const write = async () => {
    const { budgets } = await listBurns(db, scope, { now: new Date() })
    const cell = (value: unknown) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`)
    const rows = toCsvRows(budgets).map((row) => budgetColumns.map((column) => cell(row[column])).join(','))
    return [budgetColumns.join(','), ...rows].join('\r\n')
  }

  it('that was given out and comes back changes nothing', async () => {
    await make({
      filters: { service: ['a&b', 'c d'], environment: ['~none'] },
      critical: [{ service: ['a&b'] }, { environment: ['production'] }],
    })
    const { rows } = await importBudgets(db, operator, { csv: await write(), isTrial: true, now: new Date() })
    expect(rows.length).toBeGreaterThan(3)
    expect(rows.filter(({ effect }) => effect !== 'none')).toEqual([])
  })

  it('is told first and taken in then: new ones set up, known ones changed, by the same words', async () => {
    const { slug, id } = await make({ name: 'Before' })
    const fresh = uniqueSlug('fresh')
    const csv = `slug,name,amount_usd,scope\n${slug},After,2000,\n${fresh},Fresh,"12,000.50",service=answers&environment=dev\n`
    const trial = await importBudgets(db, operator, { csv, isTrial: true, now: new Date() })
    expect(trial.isApplied).toBe(false)
    expect(trial.rows.map(({ effect }) => effect)).toEqual(['change', 'create'])
    expect(trial.rows[0]?.changes).toEqual([
      { field: expect.stringMatching(/^amount_usd from \d{4}-\d\d-01$/), before: '$1,000.00', after: '$2,000.00' },
      { field: 'name', before: 'Before', after: 'After' },
    ])
    expect(await amountOf(id)).toBe('1000')
    const done = await importBudgets(db, operator, { csv, isTrial: false, now: new Date() })
    expect(done).toEqual({ isApplied: true, rows: trial.rows })
    expect(await amountOf(id)).toBe('2000')
    expect(await findBudget(db, scope, fresh)).toMatchObject({ filters: { environment: ['dev'], service: ['answers'] } })
  })

  it('with a row at fault is refused as a whole, naming the line', async () => {
    const { slug, id } = await make()
    const csv = `slug,name,amount_usd,scope\n${slug},A budget,1,\n${uniqueSlug('bad')},Bad,none,\n${slug},A budget,2,team=x\n`
    const { isApplied, rows } = await importBudgets(db, operator, { csv, isTrial: false, now: new Date() })
    expect(isApplied).toBe(false)
    expect(rows.map(({ line, effect, errors }) => [line, effect, errors[0]?.path])).toEqual([
      [2, 'change', undefined],
      [3, 'refused', 'amount_usd'],
      [4, 'refused', 'scope'],
    ])
    expect(await amountOf(id)).toBe('1000')
  })

  test.each([
    ['without a column that is needed', 'slug,name\na,b', 'invalid'],
    ['with a column that is none', 'slug,name,amount_usd,colour\na,b,1,red', 'invalid'],
    ['that is none', 'slug,name,amount_usd\n"a,b,1', 'unreadable'],
  ])('%s is refused', async (_what, csv, code) => {
    await expect(importBudgets(db, operator, { csv, isTrial: true, now: new Date() })).rejects.toMatchObject({ code })
  })

  it('does not reach beyond a lead’s teams', async () => {
    const { slug } = await make()
    const lead = await leadActor(db)
    const csv = `slug,name,amount_usd,scope\n${slug},Mine,1,\n`
    const { rows } = await importBudgets(db, lead, { csv, isTrial: false, now: new Date() })
    expect(rows).toMatchObject([{ effect: 'refused', errors: [{ path: 'filters' }] }])
  })
})

describe('a sandbox', () => {
  it('is offered for the organisation and each team, within reach, until it is there', async () => {
    const team = await makeTeam(db)
    const lead = await leadActor(db, { teams: [team.slug] })
    const offersOf = (actor: Parameters<typeof scopeFor>[0]) => listSandboxOffers(db, scopeFor(actor, 'budget.edit'), new Date())
    const [offer, ...others] = await offersOf(lead)
    expect(others).toEqual([])
    expect(offer).toMatchObject({ team: team.slug, amountUsd: '50', filters: { team: [team.slug] } })
    expect(offer?.filters.environment).toEqual(['dev', 'development', 'local', 'sandbox', 'test'])
    expect((await offersOf(operator)).map((one) => one.team)).toEqual(expect.arrayContaining([null, team.slug]))
    const filters = { environment: [...(offer?.filters.environment ?? [])], team: [team.slug] }
    await make({ slug: offer?.slug ?? '', filters }, lead)
    expect(await offersOf(lead)).toEqual([])
  })
})

describe('an inbox', () => {
  it('is one’s own: acknowledged one by one or all at once, by nobody else', async () => {
    const [one, other] = [await adminActor(db), await adminActor(db)]
    const team = await makeTeam(db)
    const lead = await leadActor(db, { teams: [team.slug] })
    const { id } = await make({ filters: { team: [team.slug] } })
    await requestAmount(db, lead, { id, amount_usd: '2000', from: await thisMonth(), reason: 'x' })
    const scope = scopeFor(one, 'account.read')
    const [first] = await listNotifications(db, scope, one.id)
    const before = await countUnread(db, scope, one.id)
    await expect(acknowledgeNotification(db, other, { id: first?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' })
    await acknowledgeNotification(db, one, { id: first?.id ?? '' })
    await acknowledgeNotification(db, one, { id: first?.id ?? '' })
    expect(await countUnread(db, scope, one.id)).toBe(before - 1)
    await acknowledgeAll(db, one, {})
    expect(await countUnread(db, scope, one.id)).toBe(0)
    expect(await countUnread(db, scope, other.id)).toBeGreaterThan(0)
    await db.delete(notification).where(eq(notification.userId, other.id))
  })
})
