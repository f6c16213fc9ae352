import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { pages } from './pages'

/** What axe objects to in either colour scheme, in a form that a failing test can be mended from. */
async function findViolations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
    found.push(
      ...violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    )
  }
  return found
}

test.describe('in light and in dark @phone', () => {
  // The catalogue of all parts in all states holds thousands of nodes to look at.
  test.setTimeout(120_000)

  for (const { path, heading } of pages) {
    test(`${path} has no axe violation and nothing wider than the window`, async ({ page }) => {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible()
      expect(await findViolations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    })
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
