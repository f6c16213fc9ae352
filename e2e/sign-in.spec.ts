import { expect, type Page, test } from '@playwright/test'
import { demoPassword } from '@/lib/demo/organization'

test.use({ storageState: { cookies: [], origins: [] } })

async function signIn(page: Page, email: string, password = demoPassword): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function signOut(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login$/)
}

test('a wrong password says nothing of which of the two is wrong, and keeps the password out of the address', async ({
  page,
}) => {
  await page.goto('/login')
  await signIn(page, 'nobody@demo.example', 'not the password')
  await expect(page.getByText('E-mail and password do not match an active account.')).toBeVisible()
  expect(page.url()).not.toContain('password')
})

test('signing out ends the session, also for a copy of its cookie', async ({ page, context }) => {
  await page.goto('/login')
  await signIn(page, 'auditor@demo.example')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  const copied = await context.cookies()
  expect(copied.find(({ name }) => name.endsWith('ascribe.session'))).toMatchObject({ httpOnly: true, sameSite: 'Lax' })

  await signOut(page, /Ansel Roy/)
  await context.addCookies(copied)
  await page.goto('/overview')
  await expect(page).toHaveURL(/\/login$/)
})

test('who signs in next has a tab that knows nothing of the one before', async ({ page }) => {
  await page.goto('/login')
  await signIn(page, 'finance@demo.example')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.evaluate(() => Object.assign(window, { answersOfTheOneBefore: true }))
  await signOut(page, /Fiona Berg/)
  await signIn(page, 'lead@demo.example')
  await expect(page.getByRole('heading', { level: 1, name: 'Budgets' })).toBeVisible()
  expect(await page.evaluate(() => 'answersOfTheOneBefore' in window)).toBe(false)
})

test('the first-run page is closed once somebody exists', async ({ page }) => {
  await page.goto('/setup')
  await expect(page).toHaveURL(/\/login$/)
})
