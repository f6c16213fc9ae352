import { expect, test } from '@playwright/test'
import { roles } from '@/lib/auth/permissions'
import { authFile, mayOpen, pages } from './pages'

for (const role of roles) {
  test.describe(`as ${role}`, () => {
    test.use({ storageState: authFile(role) })

    for (const target of pages) {
      const opens = mayOpen(role, target)
      test(`${target.path} ${opens ? 'opens' : 'says that it is not for this role'}`, async ({ page }) => {
        const problems: string[] = []
        page.on('pageerror', (error) => problems.push(error.message))
        page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
        const response = await page.goto(target.path)
        if (opens) {
          expect(response?.status()).toBe(200)
          await expect(page.getByRole('heading', { level: 1, name: target.heading, exact: true })).toBeVisible()
          expect(problems).toEqual([])
        } else {
          expect(response?.status()).toBe(403)
          await expect(page.getByText('This page is not for your role.')).toBeVisible()
        }
      })
    }

    test('the navigation offers only pages that open', async ({ page }) => {
      await page.goto('/overview')
      const links = page.getByRole('navigation').first().getByRole('link')
      for (const href of await links.evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''))) {
        expect((await page.request.get(href)).status()).toBe(200)
      }
    })
  })
}

test.describe('signed out', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  for (const { path } of pages) {
    test(`${path} asks to sign in`, async ({ page }) => {
      await page.goto(path)
      await expect(page).toHaveURL(/\/login$/)
    })
  }
})
