import { expect, type Page, test } from '@playwright/test'
import { type Role, roles } from '@/lib/auth/permissions'
import { authFile } from './pages'

interface Report {
  rows: { values: (string | null)[]; measures: Record<string, string | null> }[]
  total: { measures: Record<string, string | null> }
  steps: { values: (string | null)[] }[]
}

const table = (page: Page, by: string) => page.getByRole('table', { name: `All measures by ${by}`, exact: true })

/** The days that the page shows, as its links to other screens carry them. */
async function readPeriod(page: Page): Promise<string> {
  const href = await page
    .getByRole('navigation', { name: 'Engineering' })
    .getByRole('link', { name: 'Models' })
    .getAttribute('href')
  const query = new URLSearchParams(href?.split('?')[1])
  return `from=${query.get('from')}&to=${query.get('to')}`
}

for (const role of roles satisfies readonly Role[]) {
  test.describe(`as ${role}`, () => {
    test.use({ storageState: authFile(role) })

    test('Explore shows the same figures on screen, in the API and in the file', async ({ page }) => {
      // Other tests send usage and publish prices meanwhile; between two of them everything agrees.
      await expect(async () => {
        await page.goto('/engineering?group_by=team')
        const period = await readPeriod(page)
        const report: Report = await (await page.request.get(`/api/v1/engineering/explore?${period}&group_by=team`)).json()
        const headers = await table(page, 'team').locator('thead th').allInnerTexts()
        const costs = table(page, 'team').locator(`tbody tr > :nth-child(${headers.indexOf('Cost') + 1}) data`)
        const texts = await costs.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('value')))
        expect(texts).toEqual(report.rows.slice(0, 25).map(({ measures }) => measures.cost))
        const [file] = await page.getByRole('link', { name: /^Download as CSV/ }).all()
        const csv = await (await page.request.get((await file?.getAttribute('href')) ?? '')).text()
        const [head = '', ...lines] = csv.replace('\uFEFF', '').trim().split(/\r?\n/)
        const column = head.split(',').indexOf('cost_usd')
        expect(lines.map((line) => line.split(',')[column])).toEqual(report.rows.map(({ measures }) => measures.cost))
      }).toPass({ timeout: 25_000 })
    })
  })
}

test('another measure is one request, and back is back', async ({ page }) => {
  await page.goto('/engineering')
  await expect(table(page, 'model').locator('tbody th').first()).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/')) asked.push(request.url())
  })
  await page.getByRole('combobox', { name: 'Measure' }).click()
  await page.getByRole('option', { name: 'p95 latency' }).click()
  await expect(page.getByRole('heading', { name: 'p95 latency by model' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'p95 latency (±9 %)' })).toBeVisible()
  expect(asked).toHaveLength(1)
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Cost by model' })).toBeVisible()
})

test('a stretch dragged over the chart becomes the period, and can be undone', async ({ page }) => {
  await page.goto('/engineering')
  const plot = page.locator('.recharts-surface').first()
  await plot.scrollIntoViewIfNeeded()
  const box = await plot.boundingBox()
  if (!box) throw new Error('there is no chart')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * 0.4, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 })
  await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 })
  await page.mouse.up()
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&.*whole=|whole=.*from=/)
  await page.getByRole('button', { name: 'Reset zoom' }).click()
  await expect(page).not.toHaveURL(/whole=/)
})

test('two dimensions, the columns chosen and the filters outlive a reload @phone', async ({ page }) => {
  await page.goto('/engineering?group_by=team,model&columns=cost,tokens,error_rate&environment=~none')
  await expect(table(page, 'team and model')).toBeVisible()
  await page.getByRole('button', { name: 'Remove Environment: None' }).click()
  await expect(page).not.toHaveURL(/environment/)
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'and by' })).toHaveValue('Model')
  await expect(table(page, 'team and model').getByRole('columnheader', { name: 'Errors' })).toBeVisible()
})
