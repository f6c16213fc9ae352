import { expect, type Page, test } from '@playwright/test'
import type { WasteReport } from '@/lib/engineering/waste/schema'
import { authFile } from './pages'

const address = '/engineering/waste'
const list = (page: Page) => page.getByRole('region', { name: 'What could have been saved' })

/** What the API answers for the days that the page shows on its own. */
async function readWaste(page: Page, days: number): Promise<WasteReport> {
  const today = Date.now()
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const query = new URLSearchParams({ from: day(today - days * 86_400_000), to: day(today + 86_400_000) })
  const answer = await page.request.get(`/api/v1/engineering/waste?${query}`)
  expect(answer.status()).toBe(200)
  return answer.json()
}

test.describe('an administrator', () => {
  test.use({ storageState: authFile('admin') })

  test('sees every kind of waste with its dollars, and from a figure its arithmetic and its requests', async ({ page }) => {
    const report = await readWaste(page, 20)
    const found = report.kinds.filter(({ cost_usd }) => cost_usd !== '0').map(({ kind }) => kind)
    expect([...found].sort()).toEqual([
      ...['development', 'failed_calls', 'long_context', 'regional_premium', 'retries', 'same_request_twice'],
      ...['uncached_repeats', 'unread_cache_writes', 'verbose_output'],
    ])
    expect(report.loops.count).toBeGreaterThan(0)
    await page.goto(`${address}?from=${report.from}&to=${report.to}`)
    await expect(async () => {
      const shown = await list(page)
        .getByRole('button', { expanded: false })
        .evaluateAll((buttons) => buttons.map((button) => button.querySelector('data')?.getAttribute('value')))
      expect(shown).toEqual((await readWaste(page, 20)).kinds.map(({ cost_usd }) => cost_usd))
      await page.reload()
    }).toPass({ timeout: 20_000 })

    await list(page)
      .getByRole('button', { name: /^Cache writes never read/ })
      .click()
    const arithmetic = page.getByRole('table', { name: 'Cache writes never read: arithmetic' })
    await expect(arithmetic.getByText(/tokens × \(\$[\d.]+ − \$[\d.]+\) ÷ 1,000,000/).first()).toBeVisible()
    await expect(page).toHaveURL(/kind=unread_cache_writes/)
    const uses = page.getByRole('table', { name: 'Cache writes never read: uses' })
    await expect(uses.getByText('cart-summary')).toBeVisible()

    await list(page)
      .getByRole('button', { name: /^Retries/ })
      .click()
    const loops = page.getByRole('table', { name: 'Loops behind the retries' })
    await loops.getByRole('link').first().click()
    await expect(page).toHaveURL(/\/spend\/requests\?trace_id=/)
    await expect(
      page
        .getByRole('table', { name: /^Requests/ })
        .getByText('waste-loop-')
        .first(),
    ).toBeVisible()
  })

  test('gets the rows of every kind as a file', async ({ page }) => {
    await page.goto(address)
    const href = await page.getByRole('link', { name: 'Download the rows of all kinds as CSV' }).getAttribute('href')
    const csv = await (await page.request.get(href ?? '')).text()
    expect(csv).toContain('kind,team,environment,service,route,feature,model,model_family,team_name,detail,requests,cost_usd')
    expect(csv).toMatch(/^unread_cache_writes,checkout,,cart-assistant,,cart-summary,claude-sonnet-4-6/m)
    expect((await page.request.get('/api/v1/engineering/waste?from=2026-05-01&to=2026-05-01')).status()).toBe(422)
  })
})

test.describe('a lead', () => {
  test.use({ storageState: authFile('lead') })

  test('sees what their teams wasted and nobody else', async ({ page }) => {
    const report = await readWaste(page, 20)
    const teams = new Set(report.kinds.flatMap(({ teams: owners }) => owners.map(({ team }) => team)))
    expect(teams).toContain('support-ops')
    expect(teams).not.toContain('checkout')
    await page.goto(`${address}?kind=retries`)
    const owners = page.getByRole('table', { name: 'Retries: owners' }).locator('tbody').getByRole('rowheader')
    const retries = report.kinds.find(({ kind }) => kind === 'retries')
    await expect(owners).toHaveText(retries?.teams.map(({ team }) => report.names.team[team ?? ''] ?? '') ?? [])
  })
})
