import { expect, type Page, test } from '@playwright/test'
import { type Role, roles } from '@/lib/auth/permissions'
import { authFile } from './pages'

const period = 'from=2026-01-01&to=2027-12-31'

interface Report {
  rows: { provider: string | null; cost_usd: string }[]
  total: { cost_usd: string }
}

/** Reads one question in the API, on the screen and in the file, and expects the same text of each figure. */
async function compareEverywhere(page: Page): Promise<void> {
  const query = `${period}&group_by=provider`
  const report: Report = await (await page.request.get(`/api/v1/reports/spend?${query}`)).json()
  await page.goto(`/spend?${query}`)
  const table = page.getByRole('table', { name: 'Spend by provider', exact: true })
  expect(report.rows.length).toBeGreaterThan(0)
  await expect(table.locator('tbody th')).toHaveCount(report.rows.length)
  const headers = await table.locator('thead th').allInnerTexts()
  const columnOf = (part: 'tbody' | 'tfoot', name: string) => {
    expect(headers).toContain(name)
    return table.locator(`${part} tr > :nth-child(${headers.indexOf(name) + 1})`)
  }
  const amountsOf = (name: string) =>
    columnOf('tbody', name)
      .locator('data')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('value')))
  expect(await amountsOf('Cost')).toEqual(report.rows.map(({ cost_usd }) => cost_usd))
  await expect(columnOf('tfoot', 'Cost').locator('data')).toHaveAttribute('value', report.total.cost_usd)

  const href = await page.getByRole('link', { name: /^Download as CSV/ }).getAttribute('href')
  const csv = await (await page.request.get(href ?? '')).text()
  const [head = '', ...lines] = csv.replace('\uFEFF', '').trim().split(/\r?\n/)
  const column = head.split(',').indexOf('cost_usd')
  expect(lines.map((line) => line.split(',')[column])).toEqual(report.rows.map(({ cost_usd }) => cost_usd))

  // What is worked out from the figures reads the same, too: shares as text, costs per thousand exactly.
  const inFile = (name: string) => lines.map((line) => line.split(',')[head.split(',').indexOf(name)])
  expect(await columnOf('tbody', 'Share').allInnerTexts()).toEqual(inFile('share'))
  expect(await amountsOf('Cost per 1,000')).toEqual(inFile('cost_per_1000_requests_usd'))
}

for (const role of roles satisfies readonly Role[]) {
  test.describe(`as ${role}`, () => {
    test.use({ storageState: authFile(role) })

    test('the figures of Spend are the same text on screen, in the API and in the file', async ({ page }) => {
      // Other tests send usage and publish prices meanwhile; between two of them everything agrees.
      await expect(() => compareEverywhere(page)).toPass({ timeout: 25_000 })
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

test('a pinned row stays on top, in the chart and in the file, and the address keeps it', async ({ page }) => {
  await page.goto(`/spend?${period}&group_by=model`)
  const table = page.getByRole('table', { name: 'Spend by model', exact: true })
  const last = table.locator('tbody tr').last()
  const name = await last.locator('th').innerText()
  await last.getByRole('button', { name: `Pin ${name}`, exact: true }).click()
  await expect(page).toHaveURL(/pin=/)
  await expect(table.locator('tbody tr').first().locator('th')).toHaveText(name)
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText(name)
  await page.reload()
  await expect(table.locator('tbody tr').first().locator('th')).toHaveText(name)
  const href = await page.getByRole('link', { name: /^Download as CSV/ }).getAttribute('href')
  const csv = await (await page.request.get(href ?? '')).text()
  expect(csv.split(/\r?\n/)[1]?.startsWith(name)).toBe(true)
  await page.getByRole('button', { name: 'Unpin all' }).click()
  await expect(page).not.toHaveURL(/pin=/)
})

test('rows by time say why no change stands beside them', async ({ page }) => {
  await page.goto(`/spend?${period}&group_by=month`)
  await expect(page.getByText(/rows by time have no row to compare with/)).toBeVisible()
})

test('a viewer in Kathmandu and one in New York see the same days and the same figures', async ({ browser }) => {
  const seen: string[][] = []
  for (const timezoneId of ['Asia/Kathmandu', 'America/New_York']) {
    const context = await browser.newContext({ storageState: authFile('finance'), timezoneId })
    const page = await context.newPage()
    await page.goto(`/spend?${period}&group_by=day`)
    const rows = page.getByRole('table', { name: 'Spend by day', exact: true }).locator('tbody tr')
    await expect(rows.first()).toBeVisible()
    const days = await rows.allInnerTexts()
    await page.goto('/overview')
    const teams = await page.getByRole('table', { name: 'By team' }).locator('tbody tr').allInnerTexts()
    await page.goto('/spend/requests?from=2026-01-01&to=2026-11-01')
    const requests = await page.getByRole('table').locator('tbody tr').allInnerTexts()
    seen.push([...days, ...teams, ...requests.slice(0, 10)])
    await context.close()
  }
  expect(seen[0]?.length).toBeGreaterThan(10)
  expect(seen[1]).toEqual(seen[0])
})

test('on paper there are tables and no controls', async ({ page }) => {
  await page.goto(`/spend?${period}&group_by=team`)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('heading', { level: 1, name: 'Spend' })).toBeVisible()
  await expect(page.getByText(/^Ascribe · AI spend · days of /)).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
  await expect(page.getByRole('combobox', { name: 'Group by' })).toBeHidden()
  const table = page.getByRole('table', { name: 'Spend by team', exact: true })
  const [inner, outer] = await table.evaluate((node) => [node.scrollWidth, document.documentElement.clientWidth])
  expect(inner).toBeLessThanOrEqual(outer ?? 0)
})
