import { expect, test } from '@playwright/test'
import { authFile } from './pages'

test('the contract says what production needs and which labels are kept @phone', async ({ page }) => {
  await page.goto('/settings/contract')
  await expect(page.getByRole('row', { name: /^production Gateway/ })).toBeVisible()
  const labels = page.getByRole('region', { name: 'Labels' })
  await expect(labels.getByText('customer_tier', { exact: true })).toBeVisible()
})

test('a pasted user string shows the dimensions that it becomes @phone', async ({ page }) => {
  await page.goto('/settings/contract')
  const text = page.getByLabel('A user string, or attributes')
  const result = page.getByRole('status', { name: 'What it becomes' })
  await expect(result).toContainText('growth')
  await text.fill('team=search;user=alice;colour=blue')
  await expect(result).toContainText('search')
  await expect(result).toContainText('Dropped')
  await expect(result).toContainText('unparsed_user')
  await text.fill('{"metadata": {"CostCenter": "CC-1100"}}')
  await expect(result).toContainText('Read as attributes')
  await expect(result).toContainText('CC-1100')
})

test('an admin declares a label, looks at what changes, and publishes it', async ({ page }) => {
  const name = `pilot_${Date.now() % 1_000_000}`
  await page.goto('/settings/contract')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const free = page.getByRole('textbox', { name: /^Name of label_/ }).first()
  await free.fill(name)
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText(`Added: ${name}`)).toBeVisible()
  await drawer.getByLabel('What changes and why').fill('A pilot of theirs')
  await drawer.getByRole('button', { name: /^Publish version/ }).click()
  await expect(page.getByText(/Version \d+ of the contract is in force\./)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Versions' }).getByText('A pilot of theirs').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Labels' }).getByText(name)).toBeVisible()
})

test.describe('for the others', () => {
  test.use({ storageState: authFile('auditor') })
  test('it can be read and not edited', async ({ page }) => {
    await page.goto('/settings/contract')
    await expect(page.getByRole('heading', { level: 1, name: 'Attribution contract' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Edit', exact: true })).toHaveCount(0)
  })
})
