import { expect, test } from '@playwright/test'
import { authFile } from './pages'

test('the search finds a model by an alias, and its page says what it costs', async ({ page }) => {
  await page.goto('/pricing')
  await page.getByRole('searchbox', { name: 'Search' }).fill('gpt-5-4-2026-03-05')
  await expect(page).toHaveURL(/search=gpt-5-4-2026-03-05/)
  await page.getByRole('link', { name: 'gpt-5.4', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'gpt-5.4', exact: true })).toBeVisible()
  const input = page.getByRole('row', { name: /^Input/ }).first()
  await expect(input.getByRole('cell').nth(0)).toHaveText('$2.50')
  await expect(input.getByRole('cell').nth(1)).toHaveText('$5.00')
})

test('a model whose name holds slashes and an at sign has a page', async ({ page }) => {
  await page.goto('/pricing?search=bge-m3&provider=cloudflare')
  await page.getByRole('link', { name: '@cf/baai/bge-m3' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '@cf/baai/bge-m3' })).toBeVisible()
})

test('a model that is not in the book is not found', async ({ page }) => {
  expect((await page.goto('/pricing/openai/gpt-99'))?.status()).toBe(404)
})

test('the price of a name says which model it is and why', async ({ page }) => {
  await page.goto('/pricing/openai/gpt-5.4')
  await page.getByLabel('Model name that is sent').fill('OpenAI/GPT-5-4')
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText('the alias “gpt-5-4” says so')).toBeVisible()
})

test.describe('the estimator @phone', () => {
  test('prices GPT-5.4 as roll-ups and as one request, and says which it is', async ({ page }) => {
    await page.goto('/pricing/estimate')
    await expect(page.getByText('$5,700.00').first()).toBeVisible()
    await expect(page.getByText('$1,425.00').first()).toBeVisible()
    await expect(page.getByText('Priced as a roll-up of 400,000 requests: base rates.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Requests' }).first().fill('1')
    await expect(page.getByText('$10,050.00').first()).toBeVisible()
    await expect(page.getByText('Priced as one request above 272,000 input tokens: long-context rates.')).toBeVisible()
    await expect(page).toHaveURL(/a_requests=1/)
    await page.reload()
    await expect(page.getByText('$10,050.00').first()).toBeVisible()
  })

  test('has its figures in the first paint, before any script', async ({ request }) => {
    expect(await (await request.get('/pricing/estimate?a_requests=1')).text()).toContain('$10,050.00')
  })

  test('keeps an unknown model unknown', async ({ page }) => {
    await page.goto('/pricing/estimate?b_model=gpt-99')
    await expect(page.getByText('Unpriced: the book has no such model for this provider.')).toBeVisible()
  })
})

test('an admin maps a name in the open draft and publishes it', async ({ page }) => {
  const name = `checkout-chat-${Date.now()}`
  await page.goto('/pricing')
  await page.getByRole('button', { name: 'Map a name' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('Name that is sent').fill(name)
  await drawer.getByLabel('Provider', { exact: false }).first().fill('openai')
  await drawer.getByLabel('Model that it means').first().fill('gpt-5.4')
  await drawer.getByRole('option', { name: 'gpt-5.4', exact: true }).click()
  await drawer.getByRole('button', { name: 'Map in the draft' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Price draft' })).toBeVisible()
  await expect(page.getByText(`exact "${name}" means the model gpt-5.4`)).toBeVisible()

  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  const publishing = page.getByRole('dialog')
  await expect(publishing.getByText(/Version \d+ changes: .*1 name/)).toBeVisible()
  await publishing.getByLabel('What changes and why').fill('The checkout gateway renamed its chat model')
  await publishing.getByRole('button', { name: /Publish version/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Version \d+$/ })).toBeVisible()
  await expect(page.getByText('The checkout gateway renamed its chat model')).toBeVisible()
  await expect(page.getByText('The current prices.')).toBeVisible()

  await page.goto(`/pricing/openai/gpt-5.4?name=${name}`)
  await expect(page.getByText(`the alias “${name}” says so`)).toBeVisible()
})

test.describe('as engineer', () => {
  test.use({ storageState: authFile('engineer') })

  for (const path of ['/pricing', '/pricing/openai/gpt-5.4', '/pricing/terms', '/pricing/draft']) {
    test(`${path} has nothing that edits`, async ({ page }) => {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('button', { name: /^(Add|Map|Change|Publish|Discard|End|Begin)/ })).toHaveCount(0)
    })
  }
})
