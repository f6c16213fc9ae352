import { expect, test } from '@playwright/test'

test('the keyboard reaches content, palette and pages', async ({ page }) => {
  await page.goto('/overview')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search pages and actions').fill('settings')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})

test('a chosen colour scheme outlives a reload', async ({ page }) => {
  await page.goto('/overview')
  await page
    .getByRole('button', { name: /colou?r scheme|theme/i })
    .first()
    .click()
  await page
    .getByRole('menuitem', { name: 'Dark' })
    .or(page.getByRole('menuitemradio', { name: 'Dark' }))
    .click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

test('the drawer holds the navigation on a phone @phone', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'the side bar stands open on a wide window')
  await page.goto('/overview')
  await page.getByRole('button', { name: 'Open navigation' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})
