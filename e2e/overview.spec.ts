import { expect, type Page, test } from '@playwright/test'
import { authFile } from './pages'

const panels = (page: Page) => page.getByRole('main').getByRole('heading', { level: 2 })

test('the figures are in the first HTML, before any script, with their period and as-of time', async ({ request }) => {
  const html = await (await request.get('/overview')).text()
  expect(html).toMatch(/Spend so far this month/)
  expect(html).toMatch(/<data value="\d+(\.\d+)?"/)
  expect(html).toMatch(/as of .{0,20}[A-Z][a-z]{2} \d+, \d{4}, \d\d:\d\d/)
  expect(html).toContain('/spend?from=')
})

test('the total is the one that the API gives for the same month', async ({ page }) => {
  await page.goto('/overview')
  const before = await page.getByLabel('Month', { exact: true }).inputValue()
  await page.getByRole('button', { name: 'Month before' }).click()
  await expect(page).toHaveURL(/month=\d{4}-\d{2}/)
  await expect(page.getByLabel('Month', { exact: true })).not.toHaveValue(before)
  const card = page.getByRole('article', { name: /^Spend in/ })
  const address = new URL((await card.getByRole('link').getAttribute('href')) ?? '', 'http://localhost').searchParams
  const report = await page.request.get(`/api/v1/reports/spend?from=${address.get('from')}&to=${address.get('to')}`)
  const { total } = await report.json()
  await expect(card.locator('data')).toHaveAttribute('value', total.cost_usd)

  await page.reload()
  await expect(card.locator('data')).toHaveAttribute('value', total.cost_usd)
  await page.goBack()
  await expect(page.getByLabel('Month', { exact: true })).toHaveValue(before)
})

test('the chart stacks by team when asked, and the address says so', async ({ page }) => {
  await page.goto('/overview')
  await page.getByRole('radiogroup', { name: 'Stack by' }).getByText('Team').click()
  await expect(page.getByRole('heading', { level: 2, name: 'Spend by day and team' })).toBeVisible()
  await expect(page).toHaveURL(/stack=team/)
})

test('nothing moves while the page loads @phone', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ('value' in entry) shifts.push(Number(entry.value))
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto('/overview')
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
  const shifts = await page.evaluate(() => (Reflect.get(window, 'shifts') as number[]).reduce((sum, value) => sum + value, 0))
  expect(shifts).toBeLessThan(0.02)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
})

for (const [role, first, second] of [
  ['admin', 'Sources', 'Unattributed, by reason'],
  ['finance', 'By cost centre', 'Unattributed, by reason'],
  ['auditor', 'By cost centre', 'Unattributed, by reason'],
  ['lead', 'By team', 'Top movers'],
  ['engineer', 'By team', 'Top movers'],
] as const) {
  test.describe(`as ${role}`, () => {
    test.use({ storageState: authFile(role) })

    test(`${first} stands first`, async ({ page }) => {
      await page.goto('/overview')
      await expect(panels(page).nth(0)).toHaveText(first)
      await expect(panels(page).nth(1)).toHaveText(second)
    })
  })
}
