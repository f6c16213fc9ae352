import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { authFile } from './pages'

/** What nobody owns in the open period, as Spend says it. */
async function readUnattributed(page: Page): Promise<number> {
  const href = await page.getByRole('link', { name: 'what Spend calls unattributed' }).getAttribute('href')
  const query = new URLSearchParams(href?.split('?')[1])
  query.delete('compare')
  const answer = await page.request.get(`/api/v1/reports/spend?${query}`)
  return Number((await answer.json()).total.cost_usd)
}

const grid = (page: Page) => page.getByRole('grid')

test.describe('as an administrator', () => {
  test.use({ storageState: authFile('admin') })
  test.describe.configure({ mode: 'serial' })

  test('what nobody owns is previewed, given to a team, gone from its lane and from Spend, and back when undone', async ({
    page,
  }) => {
    test.setTimeout(120_000)
    await page.goto('/triage?lane=no_owner')
    const before = await readUnattributed(page)
    const row = grid(page).getByRole('row').filter({ hasText: 'Key: key-notebooks' })
    await row.getByRole('button').first().click()
    const panel = page.getByRole('dialog')
    await expect(panel.getByText(/Nothing says whose this usage is/)).toBeVisible()
    await panel.getByRole('button', { name: 'Assign an owner…' }).click()
    await panel.getByRole('combobox', { name: /^Team/ }).fill('growth')
    await page.getByRole('option', { name: /\(growth\)/ }).click()
    await expect(panel.getByText(/nobody → Growth/).first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
    expect(violations).toEqual([])
    await panel.getByRole('button', { name: 'Assign owner' }).click()
    await expect(panel).toBeHidden()
    await expect(row).toHaveCount(0)
    expect(await readUnattributed(page)).toBeLessThan(before)

    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText(/^Undone:/)).toBeVisible()
    await expect(row).toBeVisible()
    expect(await readUnattributed(page)).toBe(before)
  })

  test('all of it works without a mouse', async ({ page }) => {
    test.setTimeout(120_000)
    await page.goto('/triage?lane=missing_tokens')
    await expect(grid(page)).toBeVisible()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys of triage' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.keyboard.press('j')
    const first = grid(page).getByRole('row').nth(1)
    await expect(first).toBeFocused()
    await page.keyboard.press('x')
    await expect(page.getByRole('region', { name: 'Selected findings' })).toContainText('1 finding')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await expect(page).toHaveURL(/finding=/)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(first).toBeFocused()
    const rows = await grid(page).getByRole('row').count()
    await page.keyboard.press('e')
    const reason = page.getByRole('dialog').getByRole('textbox', { name: /Reason/ })
    await expect(reason).toBeFocused()
    await page.keyboard.type('A trial that ends soon.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Accept', exact: true }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(grid(page).getByRole('row')).toHaveCount(rows - 1)
    await page.keyboard.press('u')
    await expect(page.getByText(/^Undone:/)).toBeVisible()
    await expect(grid(page).getByRole('row')).toHaveCount(rows)
  })

  test('several are put on hold at once', async ({ page }) => {
    await page.goto('/triage?lane=cost_variance')
    await expect(grid(page)).toBeVisible()
    await page.getByLabel('Select all shown').check()
    await page.getByRole('button', { name: 'State…' }).click()
    await page.getByRole('dialog').getByLabel('Waiting').check()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(grid(page).getByText('Waiting').first()).toBeVisible()
  })

  test('the way to zero has coverage, a target and what is worth doing next', async ({ page }) => {
    await page.goto('/triage/progress')
    await expect(page.getByRole('table', { name: 'Coverage by month' })).toContainText('%')
    await expect(page.getByRole('table', { name: 'Worth most in dollars' })).toBeVisible()
    await page.getByRole('textbox', { name: 'At most' }).fill('12345')
    await page.getByRole('button', { name: 'Set limit' }).click()
    const limits = page.getByRole('list', { name: 'Limits' })
    await expect(limits).toContainText('$12,345.00')
    await limits.getByRole('button', { name: /\$12,345\.00$/ }).click()
    await expect(limits).not.toContainText('$12,345.00')
  })
})

test.describe('as a lead', () => {
  test.use({ storageState: authFile('lead') })

  test('only what is of their teams is there, and nothing is offered that is not theirs to do', async ({ page, request }) => {
    await page.goto('/triage')
    await expect(page.getByRole('link', { name: 'what Spend calls unattributed' })).toHaveCount(0)
    const asked = await request.post('/api/v1/triage/accept', { data: {} })
    expect(asked.status()).toBe(403)
    await page.keyboard.press('j')
    await page.keyboard.press('r')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('a')
    await expect(page.getByRole('dialog').getByText('Whom to ask')).toBeVisible()
  })
})

test('the list of findings as cards on a phone @phone', async ({ page }) => {
  await page.goto('/triage')
  await expect(grid(page).getByRole('row').nth(1)).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
})
