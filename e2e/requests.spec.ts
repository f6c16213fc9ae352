import { expect, test } from '@playwright/test'
import { authFile } from './pages'

const newest = 'table >> tbody >> th >> a'

test('the list goes back in time page by page, and the address holds where it is', async ({ page }) => {
  await page.goto('/spend/requests?from=2020-01-01&to=2020-02-01')
  await expect(page.getByText('No request matches.')).toBeVisible()
  await page.goto('/spend/requests')
  await expect(page.getByRole('heading', { level: 1, name: 'Requests' })).toBeVisible()
  const rows = page.getByRole('table').locator('tbody tr')
  await expect(rows).toHaveCount(50)
  const first = await page.locator(newest).first().getAttribute('href')
  await page.getByRole('button', { name: 'Older', exact: true }).click()
  await expect(page).toHaveURL(/cursor=/)
  await expect(page.getByText(/older rows/)).toBeVisible()
  expect(await page.locator(newest).first().getAttribute('href')).not.toBe(first)
  await page.getByRole('button', { name: 'Newest', exact: true }).click()
  await expect(page.locator(newest).first()).toHaveAttribute('href', first ?? '')
})

test('an address that asks for nothing says what is wrong with it', async ({ page }) => {
  await page.goto('/spend/requests?from=2026-05-10&to=2026-05-01')
  await expect(page.getByText(/“to” lies after from/)).toBeVisible()
})

test('a request says line by line what it cost, and is found by its id @phone', async ({ page }) => {
  await page.goto('/spend/requests?outcome=success')
  await page.locator(newest).first().click()
  const heading = page.getByRole('heading', { level: 1 })
  await expect(page.getByRole('heading', { level: 2, name: 'Usage and cost' })).toBeVisible()
  await expect(page.getByRole('row', { name: /^Contract cost/ })).toContainText('$')
  await expect(page.getByRole('heading', { level: 2, name: 'What the source said' })).toBeVisible()
  await expect(page.getByLabel('Record', { exact: true })).toContainText('{')
  const id = await heading.innerText()
  await page.goto('/spend/requests')
  await page.getByLabel('Request id').fill(id)
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(1)
  await expect(page.getByRole('table')).toContainText(id)
})

test('a request without a price says so in words', async ({ page }) => {
  await page.goto('/spend/requests?team=~none')
  await expect(page.getByRole('table')).toContainText('Nobody')
  expect((await page.goto('/spend/requests/no-such-request'))?.status()).toBe(404)
})

test.describe('as engineer', () => {
  test.use({ storageState: authFile('engineer') })

  test('what nobody owns is neither listed nor found, and records stay with those who oversee', async ({ page, browser }) => {
    const overseer = await browser.newContext({ storageState: authFile('admin') })
    const theirs = await overseer.newPage()
    await theirs.goto('/spend/requests?team=~none')
    const href = await theirs.locator(newest).first().getAttribute('href')
    await overseer.close()
    expect(href).toMatch(/^\/spend\/requests\//)
    expect((await page.goto(href ?? ''))?.status()).toBe(404)

    await page.goto('/spend/requests?team=~none')
    await expect(page.getByText('No request matches.')).toBeVisible()
    await page.goto('/spend/requests')
    await page.locator(newest).first().click()
    await expect(page.getByText(/finance and auditors can read the record/)).toBeVisible()
  })
})
