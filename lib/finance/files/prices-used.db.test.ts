import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { adminActor, engineerActor } from '@/lib/db/testing/factories'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { dollar } from '@/lib/money/usd'
import { quantityScale } from '@/lib/pricing/meters'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { makeRegistry } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents, ownAtRandom } from '@/lib/reports/testing/random-organisation'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger, examplePrices } from '@/lib/usage/testing/test-ledger'
import { readPricesUsed } from './prices-used'
import { type PricesUsed, pricesUsedSchema } from './prices-used-schema'

const zone = 'America/Havana'
const { db, sql, ledger } = await createTestLedger({ zone })
const { teams, costCenters, registered } = await makeRegistry(db, sql, { teams: [{}, {}] })
for (const { index, provider, model, tier, rates } of examplePrices.book.rateSets.filter(({ index }) => index > 0)) {
  await sql`insert into rate_set (id, book_id, key, rates_hash, provider, listed_under, model, tier, valid, terms, first_version)
    values (${index}, 1, ${`test ${index}`}, '', ${provider}, ${provider}, ${model}, ${tier}, '[2025-01-01 00:00Z,)', '{}', 3)`
  for (const { meter, publishedAs, per, list, contract, minimum } of Object.values(rates)) {
    await sql`insert into rate_set_rate (rate_set_id, meter, published_as, per, list_rate, contract_rate, minimum)
      values (${index}, ${meter}, ${publishedAs}, ${per.toString()}, ${formatDecimal(list)}, ${formatDecimal(contract)},
        ${minimum === null ? null : formatDecimal(minimum * (dollar / quantityScale(meter)))})`
  }
}
await bookRandomEvents(ledger, { count: 400, seed: 20_260_515 })
// Less than the ten seconds that are billed at least, at a rate of 0.111 USD an hour, which does not come out even.
const listener = { model: 'listener', operation: 'audio', region: 'eu' }
await ledger.book(
  [1, 2, 3].map((n) => makeEvent(`listener ${n}`, { usage: { audio_seconds: 7n * 10n ** 17n }, dimensions: listener })),
)
await ownAtRandom(sql, registered, 1)
const everything = scopeFor(await adminActor(db), 'finance.read')

const sum = (values: readonly (string | null)[]) =>
  formatDecimal(values.reduce((total, value) => total + parseDecimal(value ?? '0'), 0n))
const months = ['2025-10', '2025-11', '2026-03', '2026-04', '2026-05']

async function spendOf(month: string, scope = everything, costCenter: string | null = null) {
  const [year, number] = month.split('-').map(Number)
  const to = new Date(Date.UTC(year ?? 0, number ?? 0, 1)).toISOString().slice(0, 10)
  const filters = costCenter === null ? {} : { cost_center: [costCenter] }
  return (await getSpend(db, scope, makeSpendParams({ from: `${month}-01`, to, filters }))).total
}

function checkSums(used: PricesUsed, spend: Awaited<ReturnType<typeof spendOf>>) {
  expect(pricesUsedSchema.parse(used)).toEqual(used)
  expect(sum(used.lines.map(({ cost_usd }) => cost_usd))).toBe(spend.cost_usd)
  expect(sum(used.lines.map(({ list_cost_usd }) => list_cost_usd))).toBe(spend.list_cost_usd)
  expect([used.total_usd, used.total_list_usd]).toEqual([spend.cost_usd, spend.list_cost_usd])
  expect([used.unpriced_requests, used.missing_token_requests]).toEqual([spend.unpriced_requests, spend.missing_token_requests])
}

describe('the prices used in a month', () => {
  it.each(months)('of %s add up to its direct cost, to the last digit', async (month) => {
    checkSums(await readPricesUsed(db, everything, month), await spendOf(month))
  })

  it('add up for each cost centre, and for what has none', async () => {
    for (const month of months) {
      const whole = await readPricesUsed(db, everything, month)
      const codes = [...costCenters.map(({ code }) => code), '~none']
      const parts = []
      for (const costCenter of codes) {
        const part = await readPricesUsed(db, everything, month, { costCenter })
        checkSums(part, await spendOf(month, everything, costCenter))
        parts.push(part)
      }
      expect(sum(parts.map(({ total_usd }) => total_usd))).toBe(whole.total_usd)
    }
  })

  it('are bounded by what the reader sees', async () => {
    const scope = scopeFor(await engineerActor(db, { teams: [teams[0]?.slug ?? ''] }), 'spend.read')
    const [mine, whole] = [await readPricesUsed(db, scope, '2026-05'), await readPricesUsed(db, everything, '2026-05')]
    checkSums(mine, await spendOf('2026-05', scope))
    expect(parseDecimal(mine.total_usd)).toBeGreaterThan(0n)
    expect(parseDecimal(mine.total_usd)).toBeLessThan(parseDecimal(whole.total_usd))
  })

  it('are quantity times rate, and what is not is named: unpriced, free of charge, or a remainder', async () => {
    const { lines } = await readPricesUsed(db, everything, '2026-05')
    for (const line of lines) {
      if (line.kind === 'rate') {
        const charged =
          (parseDecimal(line.quantity ?? '') * parseDecimal(line.rate_usd ?? '')) / (BigInt(line.per ?? '') * dollar)
        const off = charged - parseDecimal(line.cost_usd ?? '')
        expect(off >= -1n && off <= 1n).toBe(true)
        expect(line).toMatchObject({ first_price_version: 3, valid_from: '2025-01-01T00:00:00Z', valid_to: null, reason: null })
      } else {
        expect(line.reason).not.toBeNull()
        expect(line.rate_usd).toBeNull()
      }
      if (line.kind === 'unpriced') expect(line.cost_usd).toBeNull()
      if (line.kind === 'no_charge') expect(line.cost_usd).toBe('0')
    }
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['rate', 'unpriced', 'no_charge', 'remainder']))
  })

  it('say apart what minimum quantities and rounding add to quantity times rate', async () => {
    const { lines } = await readPricesUsed(db, everything, '2026-05')
    const common = { provider: 'acme', model: 'listener', tier: 'standard', region: 'eu' }
    expect(lines.filter(({ model }) => model === 'listener')).toMatchObject([
      // 2.1 s at 0.111 USD for 3,600 s; the three calls were billed as 10 s each, 0.000308333333333333 USD.
      { ...common, kind: 'rate', meter: 'audio_second', quantity: '2.1', per: '3600', rate_usd: '0.111', cost_usd: '0.00006475' },
      { ...common, kind: 'remainder', meter: null, quantity: null, cost_usd: '0.000860249999999999' },
    ])
  })

  it('count what they charged for: the quantities are those of the month', async () => {
    const spend = await spendOf('2026-05')
    const { lines } = await readPricesUsed(db, everything, '2026-05')
    const output = lines.filter(({ meter }) => meter === 'output')
    expect(sum(output.map(({ quantity }) => quantity))).toBe(String(spend.output_tokens))
  })

  it('are none in a month without usage', async () => {
    expect(await readPricesUsed(db, everything, '2024-02')).toMatchObject({ lines: [], total_usd: '0', unpriced_requests: 0 })
  })
})
