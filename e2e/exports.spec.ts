import { expect, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { authFile, lastMonth } from './pages'

/** The sum of decimals with up to 36 places, exactly. */
function addUp(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => {
    const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
    const amount = BigInt(whole + fraction.padEnd(36, '0'))
    return text.startsWith('-') ? sum - amount : sum + amount
  }, 0n)
}

interface Listed {
  readonly kind: string
  readonly month: string
  readonly state: string
  readonly finished_at: string | null
}

test.describe('finance', () => {
  test.use({ storageState: authFile('finance') })

  test('a FOCUS file is asked for, written, fetched, and adds up', async ({ page }) => {
    await page.goto('/finance/exports')
    const startMs = Date.now()
    const findWritten = async () => {
      const { exports } = await (await page.request.get('/api/v1/finance/exports')).json()
      const isNew = (one: Listed) =>
        one.kind === 'focus' && one.month === lastMonth && Date.parse(one.finished_at ?? '') >= startMs
      return exports.find((one: Listed) => one.state === 'done' && isNew(one))
    }
    await page.getByRole('button', { name: 'New export' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Write the file' }).click()
    await expect.poll(findWritten, { timeout: 60_000 }).toBeTruthy()
    const written = await findWritten()
    // The list asks again by itself.
    await expect(page.locator(`a[href="${written.file}"]`, { hasText: 'Download' })).toBeVisible()
    const file = await page.request.get(written.file)
    expect(file.headers()['content-disposition']).toContain(`focus-1.2-cost-and-usage-${lastMonth}.csv`)
    const rows: Record<string, string>[] = parse(await file.text(), { columns: true })
    expect(rows).toHaveLength(written.file_rows)
    expect(addUp(rows.map((row) => row.BilledCost ?? ''))).toBe(addUp([written.total_cost_usd]))
    expect(rows.every((row) => row.BillingPeriodStart?.endsWith('Z') && row.ServiceSubcategory === 'Generative AI')).toBe(true)
  })

  test('the same month streams, and says what it leaves out', async ({ page }) => {
    const address = `/api/v1/focus/cost-and-usage?month=${lastMonth}`
    const file = await page.request.get(address)
    const rows: Record<string, string>[] = parse(await file.text(), { columns: true })
    expect(addUp(rows.map((row) => row.BilledCost ?? ''))).toBe(addUp([file.headers()['x-billed-cost-usd'] ?? '']))
    const summary = await (await page.request.get(`${address}&format=json`)).json()
    expect(summary.left_out.length).toBeGreaterThan(0)
    expect(Number(file.headers()['x-unpriced-requests'])).toBeGreaterThan(0)
    expect(rows.every((row) => row.ListUnitPrice !== '' || row.ChargeCategory !== 'Usage')).toBe(true)
  })

  test('a month that is none is refused with the field', async ({ page }) => {
    const refused = await page.request.get('/api/v1/focus/cost-and-usage?month=may')
    expect(refused.status()).toBe(422)
    expect((await refused.json()).errors).toEqual([{ path: 'month', message: 'is a month, YYYY-MM, such as 2026-05' }])
  })
})

test.describe('a lead', () => {
  test.use({ storageState: authFile('lead') })

  test('gets a file of what their teams own, and nothing of anybody else’s exports', async ({ page }) => {
    await page.goto('/finance/exports')
    await expect(page.getByRole('heading', { level: 1, name: 'Exports' })).toBeVisible()
    const { exports } = await (await page.request.get('/api/v1/finance/exports')).json()
    expect(exports.every(({ created_by }: { created_by: string }) => created_by.startsWith('lead'))).toBe(true)
    // Other tests may hand series to other teams between the two answers.
    await expect(async () => {
      const own = await (await page.request.get(`/api/v1/focus/cost-and-usage?month=${lastMonth}&format=json`)).json()
      const period = `from=${lastMonth}-01&to=${nextMonth(lastMonth)}-01`
      const { total } = await (await page.request.get(`/api/v1/reports/spend?${period}`)).json()
      expect(own.billed_cost_usd).toBe(total.cost_usd)
    }).toPass({ timeout: 30_000 })
  })
})

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
