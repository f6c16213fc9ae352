import { expect, test } from '@playwright/test'
import { authFile } from './pages'

test('finance sees the platform shared out by direct spend, and the proposal that waits', async ({ browser }) => {
  const page = await (await browser.newContext({ storageState: authFile('finance') })).newPage()
  await page.goto('/settings/pools')
  const platform = page.getByRole('region', { name: 'Platform', exact: true })
  await expect(platform.getByText('By direct spend')).toBeVisible()
  await expect(platform.getByRole('row', { name: /Checkout/ })).toBeVisible()
  await page.getByRole('button', { name: 'incident-response' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('checkout 40 %, search 35 %, support-ops 25 %')).toBeVisible()
  await expect(drawer.getByRole('button', { name: 'Approve' })).toBeVisible()
  await page.context().close()
})

test('who proposed a policy cannot approve it', async ({ browser }) => {
  const page = await (await browser.newContext({ storageState: authFile('admin') })).newPage()
  await page.goto('/settings/pools')
  await page.getByRole('button', { name: 'incident-response' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('button', { name: 'Take back' })).toBeVisible()
  await expect(drawer.getByRole('button', { name: 'Approve' })).toHaveCount(0)
  await page.context().close()
})

test('a lead sees what their teams receive and no other team’s share', async ({ browser }) => {
  const context = await browser.newContext({ storageState: authFile('lead') })
  const page = await context.newPage()
  await page.goto('/settings/pools')
  const platform = page.getByRole('region', { name: 'Platform', exact: true })
  await expect(platform.getByRole('row', { name: /Search/ })).toBeVisible()
  await expect(platform.getByRole('row', { name: /Checkout/ })).toHaveCount(0)
  const allocation = await (await context.request.get('/api/v1/pools/platform/allocation')).json()
  expect(allocation.cost_usd).toBeNull()
  expect(allocation.received.map(({ team }: { team: string }) => team).toSorted()).toEqual(['search', 'support-ops'])
  await context.close()
})

test('the shares of a month add up to what the pool cost', async ({ browser }) => {
  const context = await browser.newContext({ storageState: authFile('finance') })
  const {
    cost_usd: cost,
    kept_usd: kept,
    received,
  } = await (await context.request.get('/api/v1/pools/platform/allocation')).json()
  const exact = (text: string) => {
    const [whole = '0', fraction = ''] = text.split('.')
    return BigInt(whole + fraction.padEnd(18, '0'))
  }
  const sum = received.reduce((all: bigint, one: { amount_usd: string }) => all + exact(one.amount_usd), exact(kept))
  expect(sum).toBe(exact(cost))
  await context.close()
})

test('estimates stand apart, with their method and author', async ({ browser }) => {
  const page = await (await browser.newContext({ storageState: authFile('finance') })).newPage()
  await page.goto('/settings/estimates')
  await expect(page.getByRole('row', { name: /Search/ })).toContainText('$18,450.00')
  await expect(page.getByText('it is never added to spend')).toBeVisible()
  await page.context().close()
})
