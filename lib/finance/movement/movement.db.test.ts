import { describe, expect, it } from 'vitest'
import { createPool } from '@/lib/attribution/pools/commands'
import { scopeFor } from '@/lib/auth/scope'
import { poolPolicy } from '@/lib/db/schema/attribution'
import { source } from '@/lib/db/schema/auth'
import { adminActor, leadActor, makeTeam, operator } from '@/lib/db/testing/factories'
import { AppError } from '@/lib/errors'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import type { PublishedPrices } from '@/lib/usage/price-normalized-event'
import { type EventChanges, makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getMovement } from './queries'
import { type MovementFigures, type MovementParams, type MovementReport, movementParamsSchema, movementSchema } from './schema'

const { db, sql, ledger } = await createTestLedger({ zone: 'UTC', getPrices: async () => prices })
await publishExample(db)
const book = await getPriceBook(db)
const prices: PublishedPrices = { book, rateSetIds: await findRateSetIds(db, book) }
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const search = await makeTeam(db, { slug: 'search', name: 'Search & ranking' })
const support = await makeTeam(db, { slug: 'support' })
const everything = scopeFor(await adminActor(db), 'finance.read')
const now = new Date('2026-04-10T12:00:00Z')

const million = 1_000_000n
type Tokens = NonNullable<EventChanges['usage']>
const call = (owner: string, model: string, day: string, usage: Tokens) =>
  makeEvent(`${owner} ${model} ${day}`, {
    occurredAtMs: Date.parse(`${day}T09:00:00Z`),
    dimensions: { provider: model === 'uno' ? 'makers' : 'acme', model, service: owner, tagTeam: null },
    usage: { output_tokens: 0n, ...usage },
  })

// `dated` costs 1 dollar a million in 2025 and 2 from January on; `plain` 2 in and 10 out, `writer` 1, and `one` 1, sent as `uno`.
await ledger.book([
  call('search', 'dated', '2025-12-05', { requests: 100n, input_tokens: 100n * million }),
  call('search', 'dated', '2026-01-05', { requests: 150n, input_tokens: 150n * million }),
  call('search', 'plain', '2025-12-05', { requests: 100n, input_tokens: 50n * million, output_tokens: 10n * million }),
  call('search', 'plain', '2026-01-05', { requests: 50n, input_tokens: 25n * million, output_tokens: 5n * million }),
  call('search', 'writer', '2025-12-20', { requests: 10n, input_tokens: 3n * million }),
  call('search', 'uno', '2026-01-08', { requests: 10n, input_tokens: 6n * million }),
  call('search', 'nobody-knows-it', '2026-01-09', { requests: 4n, input_tokens: 9n }),
  call('support', 'plain', '2026-01-31', { requests: 7n, input_tokens: 10n * million }),
  // Its tokens are not known, and it is of the same model all the same.
  makeEvent('timed out', {
    occurredAtMs: Date.parse('2026-01-06T09:00:00Z'),
    dimensions: { provider: 'makers', model: 'uno', service: 'search', tagTeam: null, missingTokens: true },
    usage: {},
  }),
  call('nobody', 'plain', '2025-12-01', { input_tokens: 2n * million }),
  call('nobody', 'plain', '2026-01-01', { input_tokens: 3n * million }),
  call('platform', 'plain', '2025-12-10', { input_tokens: 15n * million }),
  call('platform', 'plain', '2026-01-10', { input_tokens: 30n * million }),
  call('security', 'plain', '2026-01-10', { input_tokens: 4n * million }),
])
const [platform, security] = [
  await createPool(db, operator, { slug: 'platform', name: 'Platform', approver_email: 'approver@example.com' }),
  await createPool(db, operator, { slug: 'security', name: 'Security', approver_email: 'approver@example.com' }),
]
await db.insert(poolPolicy).values({
  ...{ poolId: platform.id, effectiveFrom: '2025-01-01', method: 'even', shares: [], proposedBy: 'one', decidedBy: 'another' },
  ...{ decidedAt: now, decision: 'approved' },
})
await sql`truncate series_ownership`
const owned = [
  { service: 'search', owner_kind: 'team', team_id: search.id, pool_id: null, reason: null, basis: 'tag' },
  { service: 'support', owner_kind: 'team', team_id: support.id, pool_id: null, reason: null, basis: 'tag' },
  { service: 'nobody', owner_kind: 'none', team_id: null, pool_id: null, reason: 'missing_team', basis: null },
  { service: 'platform', owner_kind: 'pool', team_id: null, pool_id: platform.id, reason: null, basis: 'rule' },
  { service: 'security', owner_kind: 'pool', team_id: null, pool_id: security.id, reason: null, basis: 'rule' },
]
for (const { service, ...owner } of owned) {
  for (const { id } of await sql`select id from usage_series where service = ${service}`) {
    await sql`insert into series_ownership ${sql({ series_id: id, period: '(,)', ...owner })}`
  }
}

const ask = (given: Partial<MovementParams> = {}, scope = everything, at = now) =>
  getMovement(db, scope, movementParamsSchema.parse({ month: '2026-01', ...given }), at)
const partsOf = (line: MovementFigures) =>
  Object.fromEntries(
    Object.entries(line)
      .filter(([name, value]) => name.endsWith('_usd') && !/^(prior|current|change)/.test(name) && value !== '0')
      .map(([name, value]) => [name.slice(0, -'_usd'.length), value]),
  )
const ownerOf = ({ owners }: MovementReport, code: string | null) => owners.find((owner) => owner.code === code)

describe('the movement of a month', () => {
  it('is what one works out by hand, by team and model, with pools and what nobody owns', async () => {
    const report = movementSchema.parse(await ask())
    expect(report).toMatchObject({
      ...{ month: '2026-01', against: '2025-12', is_running: false, is_whole: true, has_prior: true, basis: 'captured' },
      ...{ current: { from: '2026-01-01', to: '2026-02-01' }, prior: { from: '2025-12-01', to: '2026-01-01' } },
      total: { prior_usd: '337', current_usd: '500', change_usd: '163', is_prior_at_least: false, is_current_at_least: true },
      ...{ explained_usd: '163', residual_usd: '0' },
    })
    expect(partsOf(report.total)).toEqual({
      ...{ new: '26', gone: '-3', mix: '-50', price: '150', shared: '38', unattributed: '2' },
    })
    expect(report.owners.map(({ kind, code, name, state, change_usd: change }) => [kind, code, name, state, change])).toEqual([
      ['team', 'search', 'Search & ranking', 'continuing', '118'],
      ['team', 'support', 'A team', 'new', '35'],
      ['pool', 'security', 'Security', 'continuing', '8'],
      ['nobody', null, 'Nobody', 'continuing', '2'],
    ])
    const own = ownerOf(report, 'search')
    expect(own && partsOf(own)).toEqual({ new: '6', gone: '-3', mix: '-50', price: '150', shared: '15' })
    expect(own).toMatchObject({ prior_usd: '318', current_usd: '436', dominant_mix: 'model', mix_of: { model_usd: '-50' } })
    expect(own?.models.map((model) => [model.model, model.state, model.change_usd, partsOf(model)])).toEqual([
      ['dated', 'continuing', '200', { mix: '50', price: '150' }],
      ['plain', 'continuing', '-100', { mix: '-100' }],
      ['one', 'new', '6', { new: '6' }],
      ['writer', 'gone', '-3', { gone: '-3' }],
      ['nobody-knows-it', 'new', '0', {}],
    ])
    expect(own?.models[2]).toMatchObject({ is_current_at_least: true, current_requests: 11 })
    expect(own?.models.at(-1)).toMatchObject({ is_current_at_least: true, current_requests: 4 })
  })

  it('ends where Spend does, before and now', async () => {
    const { captured } = await ask()
    const spent = async (from: string, to: string) =>
      (await getSpend(db, everything, makeSpendParams({ from, to }))).total.cost_usd
    expect(captured).toEqual({
      prior_usd: await spent('2025-12-01', '2026-01-01'),
      current_usd: await spent('2026-01-01', '2026-02-01'),
    })
  })

  it('explains the change of stated totals but for a residual', async () => {
    const report = await ask({ basis: 'invoiced', prior_invoice_usd: '8200', current_invoice_usd: '14600.00' })
    expect(report).toMatchObject({
      total: { prior_usd: '8200', current_usd: '14600', change_usd: '6400', is_current_at_least: false },
      captured: { prior_usd: '337', current_usd: '500' },
      ...{ explained_usd: '163', residual_usd: '6237' },
    })
  })

  it('compares a running month with the same days of the other, pools too', async () => {
    const report = await ask({}, everything, new Date('2026-01-10T03:00:00Z'))
    expect(report).toMatchObject({
      is_running: true,
      ...{ current: { from: '2026-01-01', to: '2026-01-10' }, prior: { from: '2025-12-01', to: '2025-12-10' } },
      // Neither the writer of December 20 nor the pools, which spent on the 10th.
      total: { prior_usd: '304', current_usd: '412', change_usd: '108' },
    })
    expect(partsOf(report.total)).toEqual({ new: '6', mix: '-50', price: '150', unattributed: '2' })
  })

  it('shows a lead their teams with what pools give them, and nothing else', async () => {
    const scope = scopeFor(await leadActor(db, { teams: ['support'] }), 'finance.read')
    const report = await ask({}, scope)
    expect(report).toMatchObject({ is_whole: false, total: { prior_usd: '15', current_usd: '50', change_usd: '35' } })
    expect(report.owners.map(({ code }) => code)).toEqual(['support'])
    expect(partsOf(report.total)).toEqual({ new: '20', shared: '15' })
    await expect(ask({ basis: 'invoiced', prior_invoice_usd: '1', current_invoice_usd: '2' }, scope)).rejects.toThrow('basis')
  })

  it('says that there was nothing before, and compares with any earlier month', async () => {
    expect(await ask({ month: '2025-12', against: '2025-11' })).toMatchObject({ has_prior: false, total: { prior_usd: '0' } })
    const far = await ask({ month: '2026-03', against: '2025-12' })
    expect(far).toMatchObject({ has_prior: true, total: { prior_usd: '337', current_usd: '0', change_usd: '-337' } })
    expect(partsOf(far.total)).toEqual({ gone: '-303', shared: '-30', unattributed: '-4' })
  })

  it.each([
    ['a month that has not begun', { month: '2026-05' }, 'month'],
    ['a month compared with itself', { month: '2026-01', against: '2026-01' }, 'against'],
    ['a month compared with a later one', { month: '2026-01', against: '2026-02' }, 'against'],
    [
      'an invoice of a month that is not over',
      { month: '2026-04', basis: 'invoiced', prior_invoice_usd: '1', current_invoice_usd: '2' } as const,
      'month',
    ],
  ])('refuses %s, naming the field', async (_what, given, path) => {
    const error = await ask(given).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'invalid', errors: [{ path }] })
  })
})
