import { expect, test } from '@playwright/test'

test('a signed-in browser may ask the API who it is; a stranger is told how to', async ({ page, playwright, baseURL }) => {
  await page.goto('/overview')
  expect(await (await page.request.get('/api/v1/whoami')).json()).toMatchObject({ kind: 'user', role: 'admin' })

  const stranger = await playwright.request.newContext({ baseURL, storageState: { cookies: [], origins: [] } })
  const refused = await stranger.get('/api/v1/whoami')
  expect(refused.status()).toBe(401)
  expect(refused.headers()['content-type']).toBe('application/problem+json')
  expect(refused.headers()['www-authenticate']).toContain('Bearer')
  await stranger.dispose()
})

test('an unknown address below /api answers a problem, not a page', async ({ request }) => {
  const response = await request.get('/api/v1/no-such-thing')
  expect(response.status()).toBe(404)
  expect(response.headers()['content-type']).toBe('application/problem+json')
})
