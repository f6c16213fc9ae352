import { expect, test } from '@playwright/test'
import { type Role, roles } from '@/lib/auth/permissions'
import { authFile } from './pages'

const period = 'from=2026-01-01&to=2027-12-31'

interface Report {
  rows: { provider: string | null; cost_usd: string }[]
  total: { cost_usd: string }
}

for (const role of roles satisfies readonly Role[]) {
  test.describe(`as ${role}`, () => {
    test.use({ storageState: authFile(role) })

    test('the figures of Spend are the same text on screen, in the API and in the file', async ({ page }) => {
      const query = `${period}&group_by=provider`
      const report: Report = await (await page.request.get(`/api/v1/reports/spend?${query}`)).json()
      await page.goto(`/spend?${query}`)
      const table = page.getByRole('table', { name: 'Spend by provider', exact: true })
      expect(report.rows.length).toBeGreaterThan(0)
      const costs = table.locator('tbody td:nth-child(2) data')
      await expect(costs).toHaveCount(report.rows.length)
      expect(await costs.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('value')))).toEqual(
        report.rows.map(({ cost_usd }) => cost_usd),
      )
      await expect(table.locator('tfoot td:nth-child(2) data')).toHaveAttribute('value', report.total.cost_usd)

      const href = await page.getByRole('link', { name: /^Download as CSV/ }).getAttribute('href')
      const csv = await (await page.request.get(href ?? '')).text()
      const [head = '', ...lines] = csv.replace('\uFEFF', '').trim().split(/\r?\n/)
      const column = head.split(',').indexOf('cost_usd')
      expect(lines.map((line) => line.split(',')[column])).toEqual(report.rows.map(({ cost_usd }) => cost_usd))
    })
  })
}

test('a row leads to the next finer view, and back is back', async ({ page }) => {
  await page.goto(`/spend?${period}&group_by=team`)
  const first = page.getByRole('table', { name: 'Spend by team', exact: true }).locator('tbody th a').first()
  await first.click()
  await expect(page).toHaveURL(/team=.*group_by=service/)
  await expect(page.getByRole('button', { name: /^Remove Team: / })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(/group_by=team/)
})

test('grouping, filters and comparison are in the address and outlive a reload @phone', async ({ page }) => {
  await page.goto(`/spend?${period}&environment=~none`)
  await page.getByRole('combobox', { name: 'and by' }).click()
  await page.getByRole('option', { name: 'Model', exact: true }).click()
  await expect(page).toHaveURL(/group_by=team,model/)
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'and by' })).toHaveValue('Model')
  await page.getByRole('button', { name: 'Remove Environment: None' }).click()
  await expect(page).not.toHaveURL(/environment/)
})
