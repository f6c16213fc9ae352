import { expect, test } from '@playwright/test'
import { authFile } from './pages'

test('the list has every source with its figures, and narrows to what is searched', async ({ page, request }) => {
  const html = await (await request.get('/sources')).text()
  expect(html).toContain('litellm-us')
  await page.goto('/sources')
  const { sources } = await (await page.request.get('/api/v1/sources')).json()
  await expect(page.getByRole('table', { name: 'Sources' }).locator('tbody tr')).toHaveCount(sources.length)
  await page.getByRole('searchbox', { name: 'Search by name, format, role or key' }).fill('litellm-us')
  await expect(page).toHaveURL(/search=litellm-us/)
  await expect(page.getByRole('table', { name: 'Sources' }).locator('tbody tr')).toHaveCount(1)
  await page.getByRole('link', { name: /litellm-us/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'litellm-us' })).toBeVisible()
})

test('refused records are shown with their reasons, and read again', async ({ page }) => {
  await page.goto('/sources/litellm-us')
  const { rejected_open: open, rejected_records: records } = await (await page.request.get('/api/v1/sources/litellm-us')).json()
  expect(open).toBeGreaterThan(0)
  await page.getByRole('button', { name: records[0].id, exact: true }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText(records[0].errors[0].message).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Re-process all' }).click()
  await expect(page.getByText(/0 records were accepted, \d+ stays? refused:/)).toBeVisible()
})

test('a source is added, gets a key, and its example is taken as it stands', async ({ page, request }) => {
  const slug = `e2e-${Date.now()}`
  await page.goto('/sources')
  await page.getByRole('button', { name: 'Add source' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(slug)
  await page.getByRole('dialog').getByRole('button', { name: 'Add source' }).click()
  await expect(page.getByRole('heading', { level: 1, name: slug })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Send the first event' })).toBeVisible()
  await page.getByRole('button', { name: 'Make key' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make key' }).click()
  const secret = (await page.getByRole('dialog').locator('code').first().textContent()) ?? ''
  const example = (await page.getByRole('dialog').getByRole('region', { name: 'curl, a canonical event' }).textContent()) ?? ''
  expect(example).toContain(secret)
  const answer = await request.post('/api/v1/events', {
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    data: /-d '([^']*)'/.exec(example)?.[1],
  })
  expect(await answer.json()).toMatchObject({ accepted: 1, rejected: 0 })
  await page.getByRole('dialog').getByRole('button', { name: 'I have stored it' }).click()
  await page.reload()
  await expect(page.getByText('Active').first()).toBeVisible()
  await expect(page.getByText(secret)).toHaveCount(0)
})

test.describe('finance', () => {
  test.use({ storageState: authFile('finance') })

  test('reads sources without their keys, and changes nothing', async ({ page }) => {
    await page.goto('/sources/litellm-us')
    await expect(page.getByRole('heading', { name: 'Rejected records' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Keys' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Re-process all' })).toHaveCount(0)
    expect((await page.request.post('/api/v1/sources', { data: { slug: 'not-theirs' } })).status()).toBe(403)
  })
})
