import { expect, type Page, test } from '@playwright/test'
import { findViolations } from './find-violations'
import { authFile } from './pages'

const panels = ['Cost by service', 'What drives it', 'Waste', 'Budget', 'Open findings']

async function expectTeam(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
  for (const panel of panels) await expect(page.getByRole('heading', { name: panel, exact: true })).toBeVisible()
  for (const table of ['Cost by feature', 'Models in use']) await expect(page.getByRole('table', { name: table })).toBeVisible()
}

test.describe('as engineer', () => {
  test.use({ storageState: authFile('engineer') })

  test('begins with the own team, whose panels add up to what Spend says of it @phone', async ({ page }) => {
    await page.goto('/')
    await expect(page).toHaveURL(/\/engineering\/teams\/checkout\?/)
    await expectTeam(page, 'Checkout')
    const { searchParams } = new URL(page.url())
    const period = `from=${searchParams.get('from')}&to=${searchParams.get('to')}`
    await expect(async () => {
      const { total } = await (await page.request.get(`/api/v1/reports/spend?${period}&team=checkout`)).json()
      await page.reload()
      const cost = page.getByRole('article', { name: 'Spend', exact: true }).locator('data')
      await expect(cost).toHaveAttribute('value', total.cost_usd, { timeout: 5_000 })
      const all = page.getByRole('table', { name: 'Cost by feature' }).locator('tfoot data').first()
      await expect(all).toHaveAttribute('value', total.cost_usd, { timeout: 5_000 })
    }).toPass({ timeout: 25_000 })
  })

  test('has no axe violation and nothing wider than the window @phone', async ({ page }) => {
    test.setTimeout(120_000)
    await page.goto('/engineering/teams/checkout')
    await expectTeam(page, 'Checkout')
    expect(await findViolations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  })

  test('finds no team of others', async ({ page }) => {
    const response = await page.goto('/engineering/teams/search')
    expect(response?.status()).toBe(404)
  })
})

test.describe('as lead', () => {
  test.use({ storageState: authFile('lead') })

  test('turns from one team to the other, with the same period', async ({ page }) => {
    await page.goto('/engineering/teams/search?from=2026-01-01&to=2026-03-01')
    await expectTeam(page, 'Search')
    await page.getByRole('combobox', { name: 'Team', exact: true }).click()
    await expect(page.getByRole('option')).toHaveText(['Search', 'Support operations'])
    await page.getByRole('option', { name: 'Support operations' }).click()
    await expect(page).toHaveURL(/\/engineering\/teams\/support-ops\?.*from=2026-01-01&to=2026-03-01/)
    await expectTeam(page, 'Support operations')
  })
})

test('a key shows its services and hours, and leads to its requests @phone', async ({ page }) => {
  await page.goto('/engineering/keys')
  const table = page.getByRole('table', { name: 'Keys in use' })
  const first = table.locator('tbody th a').first()
  const name = await first.innerText()
  await first.click()
  await expect(page).toHaveURL(/key=/)
  const use = page.getByRole('region', { name, exact: true })
  await expect(use.getByRole('table', { name: /^Requests by service and hour of the day/ })).toBeVisible()
  expect(await findViolations(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await use.getByRole('link', { name: 'Requests', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Requests' })).toBeVisible()
  await expect(page).toHaveURL(/api_key=/)
})
