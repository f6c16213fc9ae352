import { expect, test } from '@playwright/test'
import { colorSchemes, findViolations } from './find-violations'
import { pages } from './pages'

test.describe('in light and in dark @phone', () => {
  // The catalogue of all parts in all states holds thousands of nodes to look at.
  test.setTimeout(120_000)

  for (const { path, heading } of pages) {
    for (const scheme of colorSchemes) {
      test(`${path} has no axe violation in ${scheme}, and nothing wider than the window`, async ({ page }) => {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible()
        expect(await findViolations(page, [scheme])).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
      })
    }
  }

  test.describe('signed out', () => {
    test.use({ storageState: { cookies: [], origins: [] } })

    test('/login has no axe violation', async ({ page }) => {
      await page.goto('/login')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(await findViolations(page)).toEqual([])
    })
  })
})
