import { expect, type Page, test } from '@playwright/test'
import { authFile } from './pages'

interface Movement {
  current: { from: string; to: string }
  prior: { from: string; to: string }
  month: string
  total: Record<string, string>
  owners: { kind: string; code: string | null; change_usd: string; models: { model: string; state: string }[] }[]
}

const parts = ['new_usd', 'gone_usd', 'volume_usd', 'mix_usd', 'price_usd', 'shared_usd', 'unattributed_usd']
const scale = 18

/** An exact amount as a whole number, so that sums are exact. */
function exact(amount = '0'): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  return (amount.startsWith('-') ? -1n : 1n) * BigInt(`${whole}${fraction.padEnd(scale, '0')}`)
}

const movementTable = (page: Page) => page.getByRole('table', { name: 'By team and model' })
/** Opens the page and waits until it can be used: how long ago figures were read is said from then on. */
async function openMovement(page: Page): Promise<void> {
  await page.goto('/finance/movement')
  await expect(page.getByText(/\((just now|.* ago)\)/).first()).toBeVisible()
}
const readMovement = async (page: Page, query = ''): Promise<Movement> =>
  (await page.request.get(`/api/v1/finance/movement?${query}`)).json()

/** The same change in the API, on the screen, in the file and between the totals of Spend, and its parts add up to it. */
async function compareEverywhere(page: Page): Promise<void> {
  const { total, owners, current, prior } = await readMovement(page)
  await page.goto('/finance/movement')
  await expect(movementTable(page).locator('tfoot data').last()).toHaveAttribute('value', total.change_usd ?? '')
  await expect(movementTable(page).locator('tbody tr')).toHaveCount(owners.length)
  expect(parts.reduce((sum, name) => sum + exact(total[name]), 0n)).toBe(exact(total.change_usd))
  expect(owners.reduce((sum, owner) => sum + exact(owner.change_usd), 0n)).toBe(exact(total.change_usd))
  const spent = async ({ from, to }: Movement['current']) =>
    (await (await page.request.get(`/api/v1/reports/spend?from=${from}&to=${to}`)).json()).total.cost_usd
  expect([total.prior_usd, total.current_usd]).toEqual([await spent(prior), await spent(current)])
  const href = await page.getByRole('link', { name: 'Download the movement as CSV' }).getAttribute('href')
  const [head = '', ...lines] = (await (await page.request.get(href ?? '')).text()).trim().split(/\r?\n/)
  expect(lines.at(-1)?.split(',')[head.split(',').indexOf('change_usd')]).toBe(total.change_usd)
}

test('the change is the same on screen, in the API, in the file and in Spend, and its parts add up', async ({ page }) => {
  // Other tests send usage and publish prices meanwhile; between two of them everything agrees.
  await expect(() => compareEverywhere(page)).toPass({ timeout: 25_000 })
})

test('the first HTML answers which team caused it and by what', async ({ page }) => {
  const html = await (await page.request.get('/finance/movement')).text()
  expect(html).toMatch(/(caused|contributed)[^<]*the (in|de)crease of \$[\d,.]+: it [a-z]+ \$[\d,.]+ (more|less)/)
  expect(html).toMatch(/<data value="-?\d+(\.\d+)?"/)
})

test('a team that moved to another model shows the one that is gone, and leads to its rows @phone', async ({ page }) => {
  await openMovement(page)
  await page.getByRole('button', { name: 'Models of Search' }).click()
  const gone = movementTable(page).getByRole('row', { name: /gpt-5\.5 Gone/ })
  await expect(gone).toBeVisible()
  await gone.getByRole('link', { name: 'gpt-5.5' }).click()
  await expect(page).toHaveURL(/\/spend\?.*team=search.*model_family=gpt-5\.5/)
})

test('months are chosen, a running one is compared with the same days, and the address keeps both', async ({ page }) => {
  await openMovement(page)
  const month = page.getByLabel('Month', { exact: true })
  await month.selectOption({ index: 2 })
  await expect(page).toHaveURL(/month=\d{4}-\d{2}/)
  const chosen = await month.inputValue()
  await expect(page.getByRole('article', { name: /^Spend in/ })).toHaveCount(2)
  await page.reload()
  await expect(month).toHaveValue(chosen)
  // On the first of a month there is no complete day to compare.
  if (new Date().getUTCDate() < 3) return
  await month.selectOption({ index: 0 })
  await expect(page.getByText(/compared with the same days of/)).toBeVisible()
})

test('two invoices are explained but for a residual, which the address keeps', async ({ page }) => {
  await openMovement(page)
  await page.getByText('As invoiced').click()
  const form = page.getByRole('form', { name: 'Totals of the invoices' })
  const fields = form.getByRole('textbox')
  await fields.first().fill('$8,200.00')
  await fields.last().fill('14600')
  await form.getByRole('button', { name: 'Explain the change' }).click()
  await expect(page).toHaveURL(/prior_invoice_usd=8200\.00&current_invoice_usd=14600/)
  await expect(page.getByRole('article', { name: 'Change' }).locator('data').first()).toHaveAttribute('value', '6400')
  await expect(movementTable(page).getByRole('row', { name: /Not explained/ })).toBeVisible()
  await page
    .getByRole('radiogroup', { name: /: chart or table$/ })
    .getByText('Table')
    .click()
  await expect(page.getByRole('cell', { name: '$14,600.00' }).first()).toBeVisible()
})

test.describe('a lead', () => {
  test.use({ storageState: authFile('lead') })

  test('sees the movement of their teams alone, and is asked for no invoices', async ({ page }) => {
    await openMovement(page)
    await expect(page.getByText('Of the teams that you see.')).toBeVisible()
    await expect(page.getByText('As invoiced')).toHaveCount(0)
    const { owners } = await readMovement(page)
    expect(owners.map(({ kind }) => kind)).not.toContain('nobody')
    const codes = owners.map(({ code }) => code)
    expect(codes).toContain('support-ops')
    expect(codes).not.toContain('growth')
  })
})
