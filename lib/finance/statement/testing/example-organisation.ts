import type postgres from 'postgres'
import { createEstimates } from '@/lib/attribution/estimates/commands'
import { createPool } from '@/lib/attribution/pools/commands'
import { createBudget } from '@/lib/budgets/commands/budgets'
import type { Database } from '@/lib/db/client'
import { makeTeam, operator } from '@/lib/db/testing/factories'
import { createBusinessUnit, createCostCenter } from '@/lib/registry/commands'
import { mapTeam } from '@/lib/registry/mapping-commands'
import { makeApprovedPool, recordSpend } from './record-spend'

/**
 * An organisation whose May 2026 comes to 100 dollars, of which 82 are attributed: search 40 and support 20, which moved from CC-2
 * to CC-1 on the 15th, growth 10 without a cost centre, the platform's pool 12, shared out 75 : 25 to search and support. Nobody
 * approved a policy for the lab's 8, and 10 are nobody's. In April there were 30, 10 and 4, and the platform's pool was kept.
 */
export async function makeExampleOrganisation(db: Database, sql: postgres.Sql) {
  await createBusinessUnit(db, operator, { slug: 'retail', name: 'Retail' })
  await createBusinessUnit(db, operator, { slug: 'central', name: 'Central services' })
  const one = await createCostCenter(db, operator, { code: 'CC-1', name: 'Shops', business_unit: 'retail' })
  const two = await createCostCenter(db, operator, { code: 'CC-2', name: 'Operations', business_unit: 'central' })
  const search = await makeTeam(db, { slug: 'search', name: 'Search' })
  const support = await makeTeam(db, { slug: 'support', name: 'Support' })
  const growth = await makeTeam(db, { slug: 'growth', name: 'Growth' })
  await mapTeam(db, operator, { team: 'search', cost_center: 'CC-1', from: '2026-01-01' })
  await mapTeam(db, operator, { team: 'support', cost_center: 'CC-2', from: '2026-01-01' })
  await mapTeam(db, operator, { team: 'support', cost_center: 'CC-1', from: '2026-05-15' })
  const platform = await makeApprovedPool(db, {
    ...{ slug: 'platform', costCenter: 'CC-2', fromMonth: '2026-05', shares: { search: '75', support: '25' } },
  })
  const lab = await createPool(db, operator, { slug: 'lab', name: 'Lab', approver_email: 'lab@example.com', cost_center: 'CC-2' })
  const spend = (given: Parameters<typeof recordSpend>[2]) => recordSpend(db, sql, given)
  const shop = { project: 'shop', route: '/chat' }
  await spend({ day: '2026-04-10', cost: '30', teamId: search.id, series: shop })
  await spend({ day: '2026-04-10', cost: '10', teamId: support.id })
  await spend({ day: '2026-04-10', cost: '4', poolId: platform.id })
  await spend({ day: '2026-05-02', cost: '30', teamId: search.id, series: shop, listCost: '33' })
  await spend({
    day: '2026-05-31',
    cost: '5',
    teamId: search.id,
    requests: 2,
    series: { ...shop, isRetry: true, outcome: 'error' },
  })
  await spend({ day: '2026-05-03', cost: '2.5', teamId: search.id, requests: 1, series: { ...shop, outcome: 'error' } })
  await spend({ day: '2026-05-03', cost: '2.5', teamId: search.id, unpriced: 1 })
  await spend({ day: '2026-05-14', cost: '10', teamId: support.id })
  await spend({ day: '2026-05-15', cost: '10', teamId: support.id })
  await spend({ day: '2026-05-20', cost: '10', teamId: growth.id })
  await spend({ day: '2026-05-20', cost: '12', poolId: platform.id })
  await spend({ day: '2026-05-20', cost: '8', poolId: lab.id })
  await spend({ day: '2026-05-20', cost: '7', reason: 'missing_team' })
  await spend({ day: '2026-05-20', cost: '3', reason: 'unknown_team', series: { tagTeam: 'serach', tagBasis: 'metadata' } })
  return { teams: { search, support, growth }, costCenters: { one, two }, pools: { platform, lab } }
}

/** What May may spend, and what was reckoned of it beside the ledger. */
export async function planExampleMonth(db: Database): Promise<void> {
  const budgets = {
    all: {},
    'cc-1': { cost_center: ['CC-1'] },
    search: { team: ['search'] },
    support: { team: ['support'] },
    shop: { project: ['shop'], team: ['search'] },
  }
  const amounts = { all: '120', 'cc-1': '50', search: '45.5', support: '25', shop: '30' }
  for (const [slug, filters] of Object.entries(budgets)) {
    const amount = Object.entries(amounts).find(([name]) => name === slug)?.[1] ?? '1'
    await createBudget(db, operator, { slug, name: slug, filters, period: 'month', amount_usd: amount, from: '2026-05-01' })
  }
  await createEstimates(db, operator, {
    estimates: [
      { team: 'support', from: '2026-04-01', to: '2026-06-01', amount_usd: '61', method: 'By head count' },
      { cost_center: 'CC-2', from: '2026-05-01', to: '2026-06-01', amount_usd: '15.5', method: 'Card statement' },
    ],
  })
}
