import { expect, test } from '@playwright/test'
import { authFile } from './pages'

test.use({ storageState: authFile('lead') })

test('every line of a team’s figure says why, and all of them make the figure of Spend', async ({ page, request }) => {
  await page.goto('/spend?team=search')
  await page.getByRole('link', { name: 'Why?' }).click()
  await expect(page).toHaveURL(/\/spend\/why\?.*team=search/)
  await expect(page.getByRole('heading', { level: 1, name: 'Why is this mine?' })).toBeVisible()
  await expect(page.getByText(/The source .* says so|The rule “/).first()).toBeVisible()
  const query = new URL(page.url()).search
  const [why, spend] = await Promise.all(
    ['ownership', 'spend'].map(async (report) => (await request.get(`/api/v1/reports/${report}${query}`)).json()),
  )
  expect(why.total.cost_usd).toBe(spend.total.cost_usd)
})

test('a lead disputes a line and takes the dispute back', async ({ page }) => {
  await page.goto('/spend/why?team=search')
  await page.getByRole('button', { name: 'Dispute', exact: true }).first().click()
  const form = page.getByRole('dialog')
  await form
    .locator('input')
    .and(form.getByLabel(/^Whose it is instead/))
    .fill('Growth')
  await page.getByRole('option', { name: 'Growth' }).click()
  await form.getByRole('textbox', { name: /^Why/ }).fill('They run it since Monday')
  await form.getByRole('button', { name: 'Dispute', exact: true }).click()
  await expect(page.getByText('The dispute was raised.')).toBeVisible()
  await page.goto('/spend/disputes')
  await page.getByRole('button', { name: 'Search, proposed Growth' }).first().click()
  await page.getByRole('button', { name: 'Withdraw my dispute' }).click()
  await expect(page.getByText('The dispute was withdrawn.')).toBeVisible()
})

test('a decided dispute shows in the reason of its line', async ({ browser }) => {
  const page = await (await browser.newContext({ storageState: authFile('admin') })).newPage()
  await page.goto('/spend/why?team=risk&service=address-check')
  await expect(page.getByText('“Dispute: checkout to risk”').first()).toBeVisible()
  await page.goto('/spend/disputes')
  await page.getByRole('button', { name: 'Search, proposed Data platform' }).click()
  await expect(page.getByRole('table', { name: 'What would move, by month' })).toBeVisible()
  await page.context().close()
})
