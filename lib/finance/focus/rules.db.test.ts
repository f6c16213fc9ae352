import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { leadActor, operator } from '@/lib/db/testing/factories'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { makeRegistry } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents, ownAtRandom } from '@/lib/reports/testing/random-organisation'
import { focusColumns } from './columns'
import { createFocusOrganisation } from './testing/focus-organisation'
import { modelSchema, runModelRules } from './testing/model-rules'
import { compare, type FocusTable, multiply, readDecimal, sumColumn } from './testing/read-focus-csv'

/*
 * The rules of the specification, where they lie beside the repository. They are of others and not part of it; the rules restated
 * below for the columns that we write run without them.
 */
const folder = path.resolve(import.meta.dirname, '../../../../shared/fixtures/focus')
const isThere = existsSync(folder)
if (!isThere) process.stderr.write(`the rules of FOCUS are skipped: there is no ${path.relative(process.cwd(), folder)}\n`)

const { db, sql, ledger, read } = await createFocusOrganisation('America/Havana')
const { teams, costCenters, registered } = await makeRegistry(db, sql)
await bookRandomEvents(ledger, { count: 300, seed: 20_261_121 })
await ownAtRandom(sql, registered, 7)

const everything = scopeFor(operator, 'finance.read')
const months = ['2025-10', '2025-11', '2026-03', '2026-04', '2026-05']
const files = await Promise.all(months.map((month) => read(everything, month)))
const whole: FocusTable = { columns: focusColumns, rows: files.flatMap(({ table }) => table.rows) }

/** What holds for the providers as we know them; of the rest no source tells us anything, and we have no columns for it. */
const supported = new Set([
  ...['PUBLIC_PRICE_LIST_SUPPORTED', 'NEGOTIATED_PRICING_SUPPORTED', 'UNIT_PRICING_SUPPORTED', 'USAGE_MEASUREMENT_SUPPORTED'],
  ...['MULTIPLE_PRICING_CATEGORIES_SUPPORTED', 'REGION_SUPPORTED', 'TAGGING_SUPPORTED'],
])

describe.skipIf(!isThere)('the rules of the specification', () => {
  const readModel = () => modelSchema.parse(JSON.parse(readFileSync(path.join(folder, 'focus-1.2-model-rules.json'), 'utf8')))

  it('hold for a file, all static ones; the dynamic ones are named', () => {
    const model = readModel()
    const report = runModelRules(model, whole, supported)
    const musts = report.failures.filter(({ keyword }) => keyword.startsWith('MUST'))
    expect(musts).toEqual([])
    // Nor is anything that only should or may be otherwise.
    expect(report.failures.map(({ id }) => id)).toEqual([])
    const statics = Object.values(model.ModelRules).filter((rule) => rule.Type === 'Static')
    expect(report.ran.length + report.notApplicable.length).toBe(statics.length)
    // What is not applicable is about columns that the file does not have.
    const absent = report.notApplicable.filter((id) => focusColumns.some((column) => id.startsWith(`${column}-`)))
    expect(absent).toEqual(['BillingAccountName-C-003-C'])
    process.stderr.write(
      `${report.ran.length} static rules of FOCUS ran, ${report.notApplicable.length} are of columns that the file does not have; ` +
        `${report.dynamic.length} dynamic ones need knowledge from outside the file: ${report.dynamic.join(' ')}\n`,
    )
  })

  it.each<[string, Readonly<Record<string, string | null>>, string]>([
    ['a cost that is no product', { ListCost: '1' }, 'ListCost-C-009-C'],
    ['a date without a zone', { ChargePeriodStart: '2026-05-01' }, 'ChargePeriodStart-C-002-M'],
    ['a currency sign', { BilledCost: '$1' }, 'BilledCost-C-002-M'],
    ['no billing account', { BillingAccountId: null }, 'BillingAccountId-C-001-M'],
    ['a category that is none', { ChargeCategory: 'Tokens' }, 'ChargeCategory-C-003-M'],
    ['a price with two products', { SkuId: 'another' }, 'SkuPriceId-C-008-M'],
    ['a list in the tags', { Tags: '{"team":["a"]}' }, 'Tags-C-001-M'],
    ['a cost billed by another', { InvoiceIssuerName: 'Somebody' }, 'BilledCost-C-005-C'],
  ])('find %s', (_what, change, rule) => {
    const [first, ...rest] = whole.rows.filter((row) => row.BilledCost !== '0')
    const report = runModelRules(readModel(), { ...whole, rows: [{ ...first, ...change }, ...rest] }, supported)
    expect(report.failures.map(({ id }) => id)).toContain(rule)
  })

  it('know every column that we write, and we write every one that is mandatory', () => {
    const columns: Record<string, string>[] = parse(readFileSync(path.join(folder, 'focus-1.2-columns.csv'), 'utf8'), {
      columns: true,
    })
    const known = columns.map(({ column }) => column)
    expect(focusColumns.filter((column) => !column.startsWith('x_') && !known.includes(column))).toEqual([])
    const mandatory = columns.filter(({ feature_level }) => feature_level === 'Mandatory').map(({ column }) => column)
    expect(mandatory).toHaveLength(21)
    expect(mandatory.filter((column) => !focusColumns.some((own) => own === column))).toEqual([])
    const filled = columns.flatMap(({ column = '', allows_nulls }) => (allows_nulls === 'False' ? [column] : []))
    const holes = filled.filter((column) => whole.columns.includes(column) && whole.rows.some((row) => row[column] === null))
    expect(holes).toEqual([])
  })
})

const decimal = (text: string | null | undefined) => readDecimal(text ?? '') ?? { digits: 0n, scale: 0 }

describe('our files', () => {
  it('bill what the spend report says, in every month and for whoever reads it', async () => {
    const lead = await leadActor(db, {
      teams: teams.slice(0, 2).map(({ slug }) => slug),
      costCenters: [costCenters[0]?.code ?? ''],
    })
    const scope = scopeFor(lead, 'finance.read')
    for (const [index, month] of months.entries()) {
      const [year = 0, number = 0] = month.split('-').map(Number)
      const to = `${number === 12 ? year + 1 : year}-${String((number % 12) + 1).padStart(2, '0')}-01`
      const params = makeSpendParams({ from: `${month}-01`, to })
      const [all, own] = [await getSpend(db, everything, params), await getSpend(db, scope, params)]
      expect(sumColumn(files[index]?.table.rows ?? [], 'BilledCost')).toBe(all.total.cost_usd)
      expect(sumColumn((await read(scope, month)).table.rows, 'BilledCost')).toBe(own.total.cost_usd)
    }
    expect(whole.rows.length).toBeGreaterThan(200)
  })

  it('have exact products, prices that are not negative, and lie within their billing period', () => {
    for (const row of whole.rows.filter((one) => one.ChargeCategory === 'Usage')) {
      for (const [price, cost] of [
        ['ListUnitPrice', 'ListCost'],
        ['ContractedUnitPrice', 'ContractedCost'],
      ] as const) {
        expect(compare(multiply(decimal(row[price]), decimal(row.PricingQuantity)), decimal(row[cost]))).toBe(0)
        expect(decimal(row[price]).digits).toBeGreaterThanOrEqual(0n)
      }
      const instants = [row.BillingPeriodStart, row.ChargePeriodStart, row.ChargePeriodEnd, row.BillingPeriodEnd]
      expect(instants.map((instant) => Date.parse(instant ?? ''))).toEqual(
        instants.map((instant) => Date.parse(instant ?? '')).toSorted((a, b) => a - b),
      )
    }
  })

  it('fill every column that may not be empty, with plain numbers, UTC instants and flat tags', () => {
    const empty = new Set(['BillingAccountName', 'ChargeClass', 'InvoiceId', 'RegionId', 'RegionName'])
    for (const row of whole.rows.filter((one) => one.ChargeCategory === 'Usage')) {
      for (const column of focusColumns) {
        if (column.startsWith('x_') || empty.has(column)) continue
        expect(row[column], column).not.toBeNull()
      }
      for (const column of ['BilledCost', 'ListCost', 'PricingQuantity', 'ConsumedQuantity'])
        expect(row[column]).toMatch(/^\d+(?:\.\d*[1-9])?$/)
      for (const column of ['ChargePeriodStart', 'BillingPeriodEnd'])
        expect(row[column]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/)
      expect(Object.values(JSON.parse(row.Tags ?? '{}')).every((value) => typeof value === 'string')).toBe(true)
      const { team_id, shared_pool } = JSON.parse(row.Tags ?? '{}')
      expect([row.x_AllocationStatus, row.x_AllocationReason === null]).toEqual(
        team_id ? ['Allocated', true] : shared_pool ? ['Shared', true] : ['Unallocated', false],
      )
    }
  })

  it('count each request once', () => {
    const counted = files.map(({ table }) => Number(sumColumn(table.rows, 'x_RequestCount')))
    const charged = files.map(({ summary }) => {
      const without = summary.left_out
        .filter(({ reason }) => reason !== 'unpriced_meter')
        .reduce((sum, { requests }) => sum + requests, 0)
      return summary.requests - summary.uncharged_requests - without
    })
    // A call of a model without a fee that counted nothing has no row.
    for (const [index, count] of counted.entries()) expect(count).toBeLessThanOrEqual(charged[index] ?? 0)
    expect(counted.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
  })
})
