import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const colorSchemes = ['light', 'dark'] as const

/** What axe objects to, in either colour scheme unless one is named, in a form that a failing test can be mended from. */
export async function findViolations(
  page: Page,
  schemes: readonly (typeof colorSchemes)[number][] = colorSchemes,
): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
    found.push(
      ...violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    )
  }
  return found
}
