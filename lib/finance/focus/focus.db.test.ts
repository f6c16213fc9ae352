import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { costCenter } from '@/lib/db/schema/registry'
import { adminActor, leadActor, makeCostCenter, makeTeam } from '@/lib/db/testing/factories'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { type EventChanges, makeEvent } from '@/lib/usage/testing/make-event'
import { focusColumns } from './columns'
import { createFocusOrganisation } from './testing/focus-organisation'
import { type FocusRow, sumColumn } from './testing/read-focus-csv'

const { db, sql, ledger, read } = await createFocusOrganisation('Asia/Kathmandu')
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
await makeTeam(db, { slug: 'search', name: 'Search' })
await makeTeam(db, { slug: 'support', name: 'Support' })
const { id: centerId } = await makeCostCenter(db, { code: 'CC-1' })
await sql`insert into team_cost_center (team_id, cost_center_id, period) select id, ${centerId}, '(,)' from team where slug = 'search'`

let count = 0
const book = (at: string, changes: EventChanges) => {
  count += 1
  return ledger.book([makeEvent(`event ${count}`, { occurredAtMs: Date.parse(at), ...changes })])
}
const rich = { input_tokens: 1_000n, cached_input_tokens: 400n, output_tokens: 100n, reasoning_tokens: 30n }
// The month begins at 18:15 UTC of the day before: the first two are of April and of 1 May.
await book('2026-04-30T18:14:59.999Z', { usage: { input_tokens: 7n, output_tokens: 0n } })
await book('2026-04-30T18:15:00Z', { usage: { input_tokens: 1_000n, output_tokens: 100n } })
await book('2026-05-14T09:30:00Z', {
  usage: rich,
  dimensions: { model: 'rich', tagTeam: 'support', region: 'eu', billingAccount: 'org-1' },
})
await book('2026-05-14T09:31:00Z', {
  usage: { ...rich, requests: 3n },
  dimensions: { model: 'rich', tagTeam: 'support', region: 'eu' },
})
for (const input of [1n, 2n, 3n]) {
  await book('2026-05-15T09:30:00Z', {
    usage: { input_tokens: input, output_tokens: 0n },
    dimensions: { model: 'fixed-fee', tagTeam: null },
  })
}
for (const seconds of [1n, 7n, 25n]) {
  const usage = { input_tokens: 0n, output_tokens: 0n, audio_seconds: seconds * 10n ** 18n }
  await book('2026-05-16T09:30:00Z', { usage, dimensions: { model: 'listener', operation: 'audio' } })
}
await book('2026-05-16T09:40:00Z', {
  usage: { input_tokens: 5n, web_search_requests: 1n, output_tokens: 0n },
  dimensions: { model: 'caller' },
})
await book('2026-05-17T09:30:00Z', { usage: { input_tokens: 500n, output_tokens: 1n, pages: 3n } })
await book('2026-05-17T09:31:00Z', { usage: { input_tokens: 500n, output_tokens: 1n }, dimensions: { model: 'nobody-knows-it' } })
await book('2026-05-17T09:32:00Z', { usage: { output_tokens: 1n }, dimensions: { missingTokens: true } })
await book('2026-05-17T09:33:00Z', { usage: { input_tokens: 500n, output_tokens: 1n }, dimensions: { outcome: 'cache_hit' } })
await book('2026-05-18T09:30:00Z', {
  usage: { input_tokens: 500n, output_tokens: 9n },
  dimensions: { model: 'free', feature: '=1+1', service: '@SUM(A1)' },
})
await book('2026-05-19T09:30:00Z', {
  usage: { input_tokens: 8n, output_tokens: 0n },
  dimensions: { provider: 'aws', model: 'regional.anthropic.claude-x-v1:0' },
})

const everything = scopeFor(await adminActor(db), 'finance.read')
const { table, text, summary } = await read(everything, '2026-05')
const rowsOf = (model: string) => table.rows.filter((row) => row.x_Model === model)
const pick = (row: FocusRow | undefined, ...columns: readonly string[]) => columns.map((column) => row?.[column])

describe('a FOCUS file', () => {
  it('has the columns that it says, our own last, on every row', () => {
    expect(table.columns).toEqual(focusColumns)
    const own = table.columns.findIndex((column) => column.startsWith('x_'))
    expect(table.columns.slice(own).every((column) => column.startsWith('x_'))).toBe(true)
    expect(text.split('\r\n').slice(0, -1)).toHaveLength(table.rows.length + 1)
  })

  it('bills what the spend report says, to the last digit', async () => {
    const { total } = await getSpend(db, everything, makeSpendParams({ from: '2026-05-01', to: '2026-06-01' }))
    expect(sumColumn(table.rows, 'BilledCost')).toBe(total.cost_usd)
    expect(sumColumn(table.rows, 'EffectiveCost')).toBe(total.cost_usd)
    expect(summary.billed_cost_usd).toBe(total.cost_usd)
    expect(summary.requests).toBe(total.requests)
  })

  it('has a row for each class, at the prices in force', () => {
    // 1,000 × 2 + 100 × 10 per million; the owner and the cost centre of that day.
    const plain = rowsOf('plain').filter((row) => row.ChargePeriodStart === '2026-04-30T18:15:00Z')
    const amounts = plain.map((row) =>
      pick(row, 'SkuMeter', 'PricingQuantity', 'PricingUnit', 'ListUnitPrice', 'BilledCost', 'x_RequestCount'),
    )
    expect(amounts).toEqual([
      ['Input Tokens', '0.001', '1000000 Tokens', '2', '0.002', '1'],
      ['Output Tokens', '0.0001', '1000000 Tokens', '10', '0.001', null],
    ])
    expect(pick(plain[0], 'BillingPeriodStart', 'BillingPeriodEnd', 'ChargePeriodEnd')).toEqual([
      '2026-04-30T18:15:00Z',
      '2026-05-31T18:15:00Z',
      '2026-05-01T18:15:00Z',
    ])
    expect(JSON.parse(plain[0]?.Tags ?? '')).toEqual({
      team_id: 'search',
      cost_center: 'CC-1',
      service: 'answers',
      environment: 'production',
    })
    expect(pick(plain[0], 'SkuId', 'SkuPriceId', 'x_AllocationStatus')).toEqual([
      'acme/plain',
      'acme/plain:standard:input',
      'Allocated',
    ])
  })

  it('tells list from contract, keeps accounts apart, and has the request fee as a row', () => {
    // Half off what the region makes of the list: 2 × 1.25, and the fee of 5 a thousand without it.
    const rows = rowsOf('rich').filter((row) => row.BillingAccountId === 'org-1')
    const amounts = rows.map((row) =>
      pick(row, 'x_TokenClass', 'ListUnitPrice', 'ContractedUnitPrice', 'ListCost', 'ContractedCost'),
    )
    expect(amounts).toEqual([
      ['input', '2.5', '1.25', '0.0015', '0.00075'],
      ['cached_input', '0.625', '0.3125', '0.00025', '0.000125'],
      ['output', '12.5', '6.25', '0.000875', '0.0004375'],
      ['reasoning', '15', '7.5', '0.00045', '0.000225'],
      ['request', '5', '2.5', '0.005', '0.0025'],
    ])
    expect(pick(rows[0], 'x_BillingAccountBasis', 'RegionId', 'RegionName')).toEqual(['stated', 'eu', 'eu'])
    const others = rowsOf('rich').filter((row) => row.x_BillingAccountBasis === 'stand_in')
    expect(new Set(others.map((row) => row.BillingAccountId))).toEqual(new Set(['acme:not-stated']))
    expect(sumColumn(others, 'x_RequestCount')).toBe('3')
  })

  it('puts what was rounded call by call into the billed cost, and keeps the product exact', () => {
    // 1, 2 and 3 tokens at 1.333333333333333333 a million, each rounded to 18 places.
    const [input] = rowsOf('fixed-fee')
    expect(pick(input, 'PricingQuantity', 'ContractedCost', 'BilledCost')).toEqual([
      '0.000006',
      '0.000007999999999999999998',
      '0.000008',
    ])
    expect(pick(input, 'x_AllocationStatus', 'x_AllocationReason', 'Tags')).toEqual([
      'Unallocated',
      'missing_team',
      '{"service":"answers","environment":"production"}',
    ])
  })

  it('tells a minimum by a pricing quantity above what was consumed', () => {
    // Calls of 1 and 7 seconds are billed as 10 each: 45 of 33 seconds at 0.111 an hour, 0.0013875 before each call was rounded
    // to 18 places, 0.000308333333333333 twice and 0.000770833333333333.
    const [audio] = rowsOf('listener')
    expect(pick(audio, 'ConsumedQuantity', 'ConsumedUnit', 'PricingQuantity', 'PricingUnit', 'BilledCost')).toEqual([
      '33',
      'Seconds',
      '0.012499999999999991',
      '3600 Seconds',
      '0.001387499999999999',
    ])
    // Five tokens billed as 100, one search as three.
    expect(sumColumn(rowsOf('caller'), 'BilledCost')).toBe('0.0301')
  })

  it('leaves out what has no price, and says what that is', () => {
    expect(rowsOf('nobody-knows-it')).toEqual([])
    expect(table.rows.some((row) => row.SkuMeter === 'Pages')).toBe(false)
    expect(summary).toMatchObject({ unpriced_requests: 2, missing_token_requests: 1, uncharged_requests: 1 })
    expect(summary.left_out).toEqual([
      {
        reason: 'unpriced_model',
        provider: 'acme',
        model: 'nobody-knows-it',
        requests: 1,
        quantities: { input: '500', output: '1' },
      },
      { reason: 'missing_tokens', provider: 'acme', model: 'plain', requests: 1, quantities: {} },
      { reason: 'unpriced_meter', provider: 'acme', model: 'plain', requests: 1, quantities: { page: '3' } },
    ])
  })

  it('has what is free at a price of 0, and runs no formula', () => {
    const rows = rowsOf('free')
    expect(rows.map((row) => pick(row, 'ListUnitPrice', 'BilledCost'))).toEqual([
      ['0', '0'],
      ['0', '0'],
    ])
    expect(JSON.parse(rows[0]?.Tags ?? '')).toMatchObject({ feature: '=1+1', service: '@SUM(A1)' })
    expect(text).not.toMatch(/(?:^|,)[=@+]/m)
  })

  it('names who made, sells and bills a model', () => {
    const [row] = rowsOf('regional.anthropic.claude-x-v1:0')
    expect(pick(row, 'ProviderName', 'PublisherName', 'InvoiceIssuerName', 'ServiceName')).toEqual([
      'AWS',
      'Anthropic',
      'AWS',
      'Amazon Bedrock',
    ])
  })

  it('shows a lead what their teams and cost centres own, and its own total', async () => {
    for (const actor of [await leadActor(db, { teams: ['support'] }), await leadActor(db, { costCenters: ['CC-1'] })]) {
      const scope = scopeFor(actor, 'finance.read')
      const own = await read(scope, '2026-05')
      const { total } = await getSpend(db, scope, makeSpendParams({ from: '2026-05-01', to: '2026-06-01' }))
      expect(sumColumn(own.table.rows, 'BilledCost')).toBe(total.cost_usd)
      expect(own.summary.billed_cost_usd).toBe(total.cost_usd)
      const teams = new Set(own.table.rows.map((row) => JSON.parse(row.Tags ?? '{}').team_id))
      expect(teams).toEqual(new Set([actor.teamIds.length > 0 ? 'support' : 'search']))
    }
    expect(await db.select().from(costCenter)).toHaveLength(1)
  })

  it('of a month without usage is a header alone', async () => {
    const empty = await read(everything, '2031-01')
    expect(empty.table.rows).toEqual([])
    expect(empty.summary).toMatchObject({ billed_cost_usd: '0', rollups: 0, left_out: [] })
  })
})
