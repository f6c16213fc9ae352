import { expect, test } from '@playwright/test'
import { authFile } from './pages'

test('the list tells in its first HTML where every budget stands', async ({ request }) => {
  const html = await (await request.get('/budgets')).text()
  expect(html).toContain('Support operations')
  expect(html).toMatch(/\d+\.\d%/)
  expect(html).toMatch(/<data value="\d+(\.\d+)?"/)
})

test('what is spent is what Spend totals, and used percent is that over the amount', async ({ page }) => {
  await page.goto('/budgets/support-ops')
  const card = page.getByRole('article', { name: 'Spent' })
  const address = new URL((await card.getByRole('link').getAttribute('href')) ?? '', 'http://localhost').searchParams
  const query = `from=${address.get('from')}&to=${address.get('to')}&team=${address.get('team')}`
  const { total } = await (await page.request.get(`/api/v1/reports/spend?${query}`)).json()
  await expect(card.locator('data').first()).toHaveAttribute('value', total.cost_usd)
  const budget = await (await page.request.get('/api/v1/budgets/support-ops')).json()
  expect(budget.spend_usd).toBe(total.cost_usd)
  expect(Number(budget.used_percent)).toBeCloseTo((Number(budget.spend_usd) / Number(budget.amount_usd)) * 100, 6)
})

test('the burn page holds chart, drivers, thresholds and amounts, and looks at other periods', async ({ page }) => {
  await page.goto('/budgets/search')
  for (const name of ['Burn-up', 'What moved', 'What happens at 100%', 'Thresholds reached', 'Amounts over time']) {
    await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
  }
  await page.getByRole('radiogroup', { name: 'Burn-up: chart or table' }).getByText('Table').click()
  await expect(page.getByRole('columnheader', { name: 'Spent so far' })).toBeVisible()
  const period = page.getByLabel('Period', { exact: true })
  const before = await period.locator('option').nth(1).textContent()
  await period.selectOption({ index: 1 })
  await expect(page).toHaveURL(/period=\d{4}-\d{2}-01/)
  await expect(period.locator('option:checked')).toHaveText(before ?? '')
})

test('an amount is changed with a reason, and the history says so', async ({ page }) => {
  await page.goto('/budgets/growth')
  await page.getByRole('button', { name: 'Change amount' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('New amount in USD').fill('98765.43')
  await drawer.getByLabel('Reason').fill('More campaigns in the autumn')
  await drawer.getByRole('button', { name: 'Change amount' }).click()
  await expect(page.getByRole('cell', { name: 'More campaigns in the autumn' }).first()).toBeVisible()
  await expect(page.getByRole('cell', { name: '$98,765.43' }).first()).toBeVisible()
})

test('a CSV file is shown before it is taken in', async ({ page }) => {
  await page.goto('/budgets')
  await page.getByRole('button', { name: 'Import CSV' }).click()
  const drawer = page.getByRole('dialog')
  await drawer
    .getByLabel('Or paste rows')
    .fill('slug,name,amount_usd,scope\nfrom-a-file,From a file,1500,service=answers\nbroken,Broken,none,')
  await drawer.getByRole('button', { name: 'Show what would change' }).click()
  await expect(drawer.getByText('Refused')).toBeVisible()
  await expect(drawer.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
})

test.describe('a lead', () => {
  test.use({ storageState: authFile('lead') })

  test('lands on their budgets and sees no others', async ({ page }) => {
    await page.goto('/')
    await expect(page).toHaveURL(/\/budgets$/)
    await expect(page.getByRole('link', { name: /Support operations/ })).toBeVisible()
    await expect(page.getByRole('link', { name: /All AI spend/ })).toHaveCount(0)
    const listed = await (await page.request.get('/api/v1/budgets')).json()
    expect(listed.budgets.map(({ slug }: { slug: string }) => slug)).not.toContain('growth')
    expect((await page.request.get('/api/v1/budgets/growth')).status()).toBe(404)
    expect((await page.goto('/budgets/growth'))?.status()).toBe(404)
  })

  test('reads what they were told in the inbox, and acknowledges it', async ({ page }) => {
    await page.goto('/inbox')
    const first = page.getByRole('button', { name: /^Acknowledge: / }).first()
    const name = (await first.getAttribute('aria-label')) ?? ''
    const waiting = await page.getByRole('button', { name, exact: true }).count()
    await first.click()
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(waiting - 1)
  })
})
