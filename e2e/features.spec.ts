import { expect, type Page, test } from '@playwright/test'
import { parseDecimal } from '@/lib/money/decimal'
import { authFile } from './pages'

const tableNamed = (page: Page, name: string) => page.getByRole('table', { name, exact: true })

/** The exact amounts in a column of a table, as its cells hold them. */
async function amountsIn(page: Page, name: string, header: string, part: 'tbody' | 'tfoot' = 'tbody') {
  const headers = await tableNamed(page, name).locator('thead th').allInnerTexts()
  expect(headers).toContain(header)
  return tableNamed(page, name)
    .locator(`${part} tr > :nth-child(${headers.indexOf(header) + 1}) data`)
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('value') ?? ''))
}

const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + parseDecimal(amount), 0n)

/** The days that a page shows, as its links to other screens carry them. */
async function readPeriod(page: Page): Promise<string> {
  const link = page.getByRole('navigation', { name: 'Engineering' }).getByRole('link', { name: 'Explore' })
  const query = new URLSearchParams((await link.getAttribute('href'))?.split('?')[1])
  return `from=${query.get('from')}&to=${query.get('to')}`
}

test('few features make most of the cost, and the screen says which', async ({ page }) => {
  // Other tests send usage and publish prices meanwhile; between two of them everything agrees.
  await expect(async () => {
    await page.goto('/engineering/features')
    const report = await (await page.request.get(`/api/v1/engineering/features?${await readPeriod(page)}`)).json()
    const { vital_count, count } = report.ranked
    await expect(page.getByText(`${vital_count} of ${count} features make 80% of what features cost`)).toBeVisible()
    const costs = await amountsIn(page, 'Cost by feature', 'Cost')
    expect(costs).toEqual(report.rows.slice(0, costs.length).map(({ cost_usd }: { cost_usd: string }) => cost_usd))
    expect(await amountsIn(page, 'Cost by feature', 'Cost', 'tfoot')).toEqual([report.total.cost_usd])
  }).toPass({ timeout: 25_000 })
})

test('another ranking is one request, is in the address, and back is back @phone', async ({ page }) => {
  await page.goto('/engineering/features')
  await expect(tableNamed(page, 'Cost by feature').locator('tbody th').first()).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/')) asked.push(request.url())
  })
  await page.getByRole('radiogroup', { name: 'Rank' }).getByText('Service', { exact: true }).click()
  await expect(page).toHaveURL(/by=service/)
  await expect(tableNamed(page, 'Cost by service').locator('tbody th').first()).toBeVisible()
  expect(asked).toHaveLength(1)
  await page.goBack()
  await expect(tableNamed(page, 'Cost by feature')).toBeVisible()
})

test('what each class costs adds up to the cost, over all and for each model', async ({ page }) => {
  await page.goto('/engineering/models')
  const [total = ''] = await amountsIn(page, 'Cost by class', 'Cost', 'tfoot')
  expect(sum(await amountsIn(page, 'Cost by class', 'Cost'))).toBe(parseDecimal(total))
  expect(sum(await amountsIn(page, 'By tier', 'Cost'))).toBe(parseDecimal(total))
  expect(sum(await amountsIn(page, 'By context band', 'Cost'))).toBe(parseDecimal(total))
  await page.getByRole('radiogroup', { name: 'What each class costs: by class or by model' }).getByText('By model').click()
  await expect(tableNamed(page, 'Cost by model and class').locator('tbody tr').first()).toBeVisible()
})

test('siblings say what the same usage would cost, and nothing of quality', async ({ page }) => {
  await page.goto('/engineering/models')
  const panel = page.getByRole('region', { name: 'Newer or cheaper siblings', exact: true })
  await expect(panel.getByText(/It says nothing of quality/)).toBeVisible()
  await panel.getByText('Any size of the line').click()
  await expect(tableNamed(page, 'Newer or cheaper siblings').locator('tbody tr').first()).toContainText(/newer|cheaper/)
})

test.describe('as a lead', () => {
  test.use({ storageState: authFile('lead') })

  test('both screens show their teams and no other, and add up to their spend', async ({ page }) => {
    await expect(async () => {
      await page.goto('/engineering/features')
      const period = await readPeriod(page)
      const read = async (path: string) => (await page.request.get(`/api/v1/${path}?${period}`)).json()
      const spend = (await read('reports/spend')).total.cost_usd
      expect((await read('engineering/features')).total.cost_usd).toBe(spend)
      expect((await read('engineering/models')).total.cost_usd).toBe(spend)
    }).toPass({ timeout: 25_000 })
  })
})
