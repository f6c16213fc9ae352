import { expect, test } from '@playwright/test'
import { authFile, lastMonth } from './pages'

const statementPath = `/finance/${lastMonth}`
const api = `/api/v1/finance/statements/${lastMonth}`

test('the landing page tells in its first HTML what each month comes to, and asks four questions', async ({ request, page }) => {
  const html = await (await request.get('/finance')).text()
  expect(html).toMatch(/<data value="\d+(\.\d+)?"/)
  await page.goto(`/finance?month=${lastMonth}`)
  for (const name of [
    'Statements',
    'What grows fastest?',
    'Who is over or under allocation?',
    'Where is cost out of proportion to usage?',
    'What is not attributed, and with whom does it lie?',
  ]) {
    await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
  }
  const growth = page.getByRole('region', { name: 'What grows fastest?', exact: true })
  await growth.getByRole('rowheader').first().getByRole('link').click()
  await expect(page).toHaveURL(/\/finance\/\d{4}-\d{2}\?line=/)
  await expect(page.locator('tr[aria-current="true"]')).toBeInViewport()
})

test('the statement is what Spend totals, and its lines add up to it', async ({ page }) => {
  await page.goto(statementPath)
  const statement = await (await page.request.get(api)).json()
  const { total } = await (await page.request.get(`/api/v1/reports/spend?from=${statement.from}&to=${statement.to}`)).json()
  expect(statement.total.total_usd).toBe(total.cost_usd)
  const shown = page.getByRole('treegrid', { name: 'Statement' }).locator('tfoot data').nth(4)
  await expect(shown).toHaveAttribute('value', total.cost_usd)
})

test('a branch opens by the keyboard, and a figure leads to its rows with the same amount', async ({ page }) => {
  await page.goto(statementPath)
  const grid = page.getByRole('treegrid', { name: 'Statement' })
  const closed = grid.locator('tr[data-level="owner"][aria-expanded="false"]').first()
  const id = await closed.getAttribute('data-row')
  const row = grid.locator(`tr[data-row="${id}"]`)
  // The first key may be pressed before the page hears it.
  await expect(async () => {
    await row.focus()
    await page.keyboard.press('ArrowRight')
    await expect(row).toHaveAttribute('aria-expanded', 'true', { timeout: 1_000 })
  }).toPass()
  await row.focus()
  await page.keyboard.press('ArrowRight')
  await expect(grid.locator(`tr[data-row^="${id}/"]`).first()).toBeFocused()
  const direct = row.getByRole('link').first()
  const amount = await direct.locator('data').getAttribute('value')
  const address = new URL((await direct.getAttribute('href')) ?? '', 'http://localhost')
  expect(address.pathname).toBe('/spend')
  const { total } = await (await page.request.get(`/api/v1/reports/spend${address.search}`)).json()
  expect(total.cost_usd).toBe(amount)
})

test('what is not attributed adds up to the rest, and leads to where it is mended', async ({ page }) => {
  const { total, exceptions } = await (await page.request.get(api)).json()
  await page.goto(`${statementPath}#exceptions`)
  const panel = page.getByRole('region', { name: 'Not attributed', exact: true })
  for (const { label } of exceptions.slice(0, 3))
    await expect(panel.getByRole('rowheader', { name: label }).first()).toBeVisible()
  const scaled = (text: string) =>
    BigInt(text.replace(/^(-?\d+)\.?(\d*)$/, (_, whole, rest) => `${whole}${rest.padEnd(18, '0')}`))
  const rest = exceptions.reduce((sum: bigint, { amount_usd }: { amount_usd: string }) => sum + scaled(amount_usd), 0n)
  expect(rest).toBe(scaled(total.total_usd) - scaled(total.attributed_usd))
})

test('the files of a statement are there to download', async ({ page }) => {
  await page.goto(statementPath)
  await page.getByRole('button', { name: 'Download' }).click()
  for (const name of ['Workbook (XLSX)', 'Lines (CSV)', 'Statement (PDF)', 'Journal (CSV)']) {
    const href = await page.getByRole('menuitem', { name }).getAttribute('href')
    const answer = await page.request.get(href ?? '')
    expect(answer.status(), name).toBe(200)
    expect(answer.headers()['content-disposition']).toContain('attachment')
  }
})

test('a month or a version that is none is a page that is not there', async ({ request }) => {
  for (const path of [
    '/finance/May',
    '/finance/2099-01',
    `/finance/${lastMonth}/versions/0`,
    `/finance/${lastMonth}/versions/999`,
  ]) {
    expect((await request.get(path)).status(), path).toBe(404)
  }
})

test.describe('finance', () => {
  test.use({ storageState: authFile('finance') })

  test('publishes a month, whose version keeps its address, and nothing is published twice', async ({ page }) => {
    await page.goto(statementPath)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByText(/frozen as version \d+/)).toBeVisible()
    await drawer.getByLabel('Note').fill('After the close')
    await drawer.getByRole('button', { name: /^Publish version \d+$/ }).click()
    // A demo that has run before has published this month: then nothing changed since.
    await expect(page.getByText(/is published\.|says the same already/).first()).toBeVisible()
    const { versions } = await (await page.request.get(api)).json()
    const { version, total_usd } = versions[0]
    await page.goto(`${statementPath}/versions/${version}`)
    await expect(page.getByText(`Published v${version}`)).toBeVisible()
    await expect(page.getByRole('treegrid').locator('tfoot data').nth(4)).toHaveAttribute('value', total_usd)
  })
})

test.describe('a lead', () => {
  test.use({ storageState: authFile('lead') })

  test('sees the own lines alone, and cannot publish', async ({ page }) => {
    await page.goto(statementPath)
    await expect(page.getByRole('treegrid', { name: 'Statement' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Publish', exact: true })).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 2, name: 'Not attributed' })).toHaveCount(0)
    const { lines, total } = await (await page.request.get(api)).json()
    expect(lines.filter(({ owner_kind }: { owner_kind: string | null }) => owner_kind === 'nobody')).toEqual([])
    await expect(page.getByRole('treegrid').locator('tfoot data').nth(4)).toHaveAttribute('value', total.total_usd)
  })
})
