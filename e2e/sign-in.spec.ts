import { expect, test } from '@playwright/test'
import { demoPassword } from '@/lib/demo/organization'

test.use({ storageState: { cookies: [], origins: [] } })

test('a wrong password says nothing of which of the two is wrong, and keeps the password out of the address', async ({
  page,
}) => {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill('nobody@demo.example')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('E-mail and password do not match an active account.')).toBeVisible()
  expect(page.url()).not.toContain('password')
})

test('signing out ends the session, also for a copy of its cookie', async ({ page, context }) => {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill('auditor@demo.example')
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  const copied = await context.cookies()
  expect(copied.find(({ name }) => name.endsWith('ascribe.session'))).toMatchObject({ httpOnly: true, sameSite: 'Lax' })

  await page.getByRole('button', { name: /Ansel Roy/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login$/)

  await context.addCookies(copied)
  await page.goto('/overview')
  await expect(page).toHaveURL(/\/login$/)
})

test('the first-run page is closed once somebody exists', async ({ page }) => {
  await page.goto('/setup')
  await expect(page).toHaveURL(/\/login$/)
})
