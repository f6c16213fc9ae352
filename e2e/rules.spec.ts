import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { authFile } from './pages'

test.describe('as an administrator', () => {
  test.use({ storageState: authFile('admin') })

  test('a rule is previewed, saved, moved and undone, by keyboard where it is moved', async ({ page }) => {
    // Four previews and three changes one after another.
    test.slow()
    const name = `Notebooks ${Date.now()}`
    await page.goto('/settings/rules')
    await page.getByRole('button', { name: 'New rule' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('textbox', { name: 'Name' }).fill(name)
    await drawer.getByRole('combobox', { name: 'Condition 1: what it looks at' }).fill('Source')
    await page.getByRole('option', { name: 'Source', exact: true }).click()
    await drawer.getByRole('combobox', { name: 'Condition 1: value' }).fill('data-notebooks')
    await drawer.getByRole('combobox', { name: 'Condition 1: value' }).press('Enter')
    await drawer.getByRole('combobox', { name: 'A team' }).click()
    await page.getByRole('option', { name: /^Data platform/ }).click()
    await expect(drawer.getByRole('button', { name: 'Save rule' })).toHaveCount(0)
    await drawer.getByRole('button', { name: 'Preview' }).click()
    await expect(drawer.getByText(/would move, with/)).toBeVisible()
    await expect(drawer.getByText(/nobody: nothing names a team → data-platform/i).first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
    expect(violations).toEqual([])
    await drawer.getByRole('button', { name: 'Save rule' }).click()
    await expect(drawer).toBeHidden()

    const row = page.getByRole('table', { name: 'Rules' }).getByRole('row').filter({ hasText: name })
    await expect(row).toContainText('Source is “data-notebooks”')
    await row.getByRole('button', { name: `Move “${name}” up` }).focus()
    await page.keyboard.press('Enter')
    await expect(drawer.getByText('Nothing would change hands.')).toBeVisible()
    await drawer.getByRole('button', { name: 'Move' }).click()
    await expect(drawer).toBeHidden()

    await row.getByRole('button', { name: new RegExp(`${name}$`) }).click()
    await drawer.getByRole('button', { name: 'Undo this rule…' }).click()
    await expect(drawer.getByText(/data-platform → nobody: nothing names a team/i).first()).toBeVisible()
    await drawer.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(drawer).toBeHidden()
    await expect(row).toHaveCount(0)
    await page.getByRole('switch', { name: /^Show undone/ }).press('Space')
    await expect(row).toContainText('Undone')
  })

  test('a conversation cannot be mapped, and the screen says why', async ({ page }) => {
    await page.goto('/settings/rules')
    await page.getByRole('button', { name: 'New rule' }).click()
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByText(/cannot look at a conversation/)).toBeVisible()
    await drawer.getByRole('textbox', { name: 'Name' }).fill('One conversation')
    await drawer.getByRole('combobox', { name: 'Condition 1: value' }).fill('thread_abc123xyz789')
    await drawer.getByRole('combobox', { name: 'Condition 1: value' }).press('Enter')
    await drawer.getByRole('combobox', { name: 'A team' }).click()
    await page.getByRole('option', { name: /^Data platform/ }).click()
    await drawer.getByRole('button', { name: 'Preview' }).click()
    await expect(drawer.getByText(/a conversation id is for debugging and cannot own spend/).first()).toBeVisible()
  })
})

test.describe('as an engineer', () => {
  test.use({ storageState: authFile('engineer') })

  test('rules are read, not changed, and figures of others are not told', async ({ page, baseURL }) => {
    await page.goto('/settings/rules')
    await expect(page.getByRole('table', { name: 'Rules' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'New rule' })).toHaveCount(0)
    await expect(page.getByRole('table', { name: 'Rules' }).getByText('unknown').first()).toBeVisible()
    // As from our own page, so that it is the role that is refused.
    const refused = await page.request.post('/api/v1/rules', { data: {}, headers: { origin: String(baseURL) } })
    expect([refused.status(), await refused.text()]).toEqual([403, expect.stringContaining('registry.edit')])
  })
})
