import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { type Role, roles } from '@/lib/auth/permissions'
import type { SignIn } from '@/lib/demo/load-demo'
import { authFile } from './pages'

/** Where a role begins, unless it is the month: a lead with budgets, an engineer with the team's page. */
const landings: Partial<Record<Role, string>> = { lead: 'Budgets', engineer: 'Checkout' }

for (const role of roles) {
  test(`the ${role} signs in through the form`, async ({ page }) => {
    const signIns: SignIn[] = JSON.parse(readFileSync('e2e/.auth/sign-ins.json', 'utf8'))
    const person = signIns.find((signIn) => signIn.role === role)
    await page.goto('/login')
    await page.getByLabel('E-mail').fill(person?.email ?? '')
    await page.getByLabel('Password', { exact: true }).fill(person?.password ?? '')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { level: 1, name: landings[role] ?? 'Overview', exact: true })).toBeVisible()
    await page.context().storageState({ path: authFile(role) })
  })
}
