import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { monthPeriod } from '@/lib/time/calendar'
import { authFile } from './pages'

/** The last month that is over: nothing that other tests send falls into it. */
async function findMonth(request: APIRequestContext) {
  const { months } = await (await request.get('/api/v1/finance/statements')).json()
  const { month }: { month: string } = months.find((one: { is_running: boolean }) => !one.is_running)
  return { month, ...monthPeriod(month) }
}

const readJson = async (request: APIRequestContext, path: string) => {
  const response = await request.get(path)
  expect(response.status(), path).toBe(200)
  return response.json()
}

const readRows = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true })
const readCsv = async (request: APIRequestContext, path: string) => readRows(await (await request.get(path)).text())

/** The exact sum of a column. */
function addUp(rows: readonly Record<string, string | null | undefined>[], column: string): string {
  expect(rows.length).toBeGreaterThan(0)
  return formatDecimal(rows.reduce((sum, row) => sum + parseDecimal(row[column] || '0'), 0n))
}

/** Asks for an export as the screen does: what changes something is taken from the app's own pages only. */
async function readExport(page: Page, kind: string, month: string): Promise<Record<string, string>[]> {
  await page.goto('/finance/exports')
  const made: { id: string } = await page.evaluate(
    async (asked) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/api/v1/finance/exports', { method: 'POST', headers, body: JSON.stringify(asked) })).json()
    },
    { kind, month },
  )
  const path = `/api/v1/finance/exports/${made.id}`
  await expect(async () => {
    expect((await readJson(page.request, path)).state).toBe('done')
  }).toPass({ timeout: 60_000 })
  return readCsv(page.request, `${path}/file`)
}

/** What every answer about a period says that was spent: the same text, to the last digit. */
async function readAnswers(request: APIRequestContext, { month, from, to }: { month: string; from: string; to: string }) {
  const period = `from=${from}&to=${to}`
  const byTeam = await readJson(request, `/api/v1/reports/spend?${period}&group_by=team,model&limit=10000`)
  const statement = await readJson(request, `/api/v1/finance/statements/${month}?view=model`)
  const lines: Record<string, string>[] = statement.lines
  const explore = await readJson(request, `/api/v1/engineering/explore?${period}&group_by=team`)
  const features = await readJson(request, `/api/v1/engineering/features?${period}`)
  const models = await readJson(request, `/api/v1/engineering/models?${period}`)
  const waste = await readJson(request, `/api/v1/engineering/waste?${period}`)
  return {
    'spend, by team and model': addUp(byTeam.rows, 'cost_usd'),
    'spend, as CSV by day': addUp(await readCsv(request, `/api/v1/reports/spend?${period}&group_by=day&format=csv`), 'cost_usd'),
    'statement, direct': statement.total.direct_usd,
    'statement, by owner': addUp(
      lines.filter(({ level }) => level === 'owner'),
      'direct_usd',
    ),
    'statement, by route': addUp(
      lines.filter(({ level }) => level === 'route'),
      'direct_usd',
    ),
    'statement, as CSV': addUp(
      (await readCsv(request, `/api/v1/finance/statements/${month}?format=csv`)).filter(({ is_leaf }) => is_leaf === 'true'),
      'direct_usd',
    ),
    FOCUS: addUp(await readCsv(request, `/api/v1/focus/cost-and-usage?month=${month}`), 'BilledCost'),
    explore: explore.total.measures.cost,
    'explore, by team': addUp(
      explore.rows.map(({ measures }: { measures: Record<string, string> }) => measures),
      'cost',
    ),
    features: features.total.cost_usd,
    models: models.total.cost_usd,
    'models, one by one': addUp(models.models, 'cost_usd'),
    'models, by token class': addUp(models.total.classes, 'cost_usd'),
    'waste, all spend beside it': waste.spend.cost_usd,
  }
}

const same = (answers: Record<string, string>, total: string) =>
  Object.fromEntries(Object.keys(answers).map((name) => [name, total]))

const totalOf = async (request: APIRequestContext, { from, to }: { from: string; to: string }): Promise<string> =>
  (await readJson(request, `/api/v1/reports/spend?from=${from}&to=${to}`)).total.cost_usd

for (const role of ['finance', 'lead'] as const) {
  test.describe(`as ${role}`, () => {
    test.use({ storageState: authFile(role) })

    test('every answer about a month gives the same exact amount', async ({ request }) => {
      // Other tests mend prices and owners meanwhile; between two of them everything agrees.
      await expect(async () => {
        const place = await findMonth(request)
        const total = await totalOf(request, place)
        expect(parseDecimal(total)).toBeGreaterThan(0n)
        const answers = await readAnswers(request, place)
        expect(answers).toEqual(same(answers, total))
      }).toPass({ timeout: 60_000 })
    })
  })
}

test.describe('as finance', () => {
  test.use({ storageState: authFile('finance') })

  test('what is booked, moved, covered and exported of a month is the same amount again', async ({ page }) => {
    const { request } = page
    test.setTimeout(180_000)
    await expect(async () => {
      const place = await findMonth(request)
      const total = await totalOf(request, place)
      const { month } = place
      const statement = await readJson(request, `/api/v1/finance/statements/${month}`)
      const movement = await readJson(request, `/api/v1/finance/movement?month=${month}`)
      const coverage = await readJson(request, `/api/v1/triage/coverage?from=${place.from}&to=${place.to}`)
      const questions = await readJson(request, `/api/v1/finance/questions?month=${month}`)
      const answers = {
        statement: statement.total.total_usd,
        movement: movement.captured.current_usd,
        'movement, by owner': addUp(movement.owners, 'current_usd'),
        coverage: coverage.total.total_usd,
        questions: questions.total_usd,
        'export of requests': addUp(await readExport(page, 'events', month), 'cost'),
        'export of FOCUS': addUp(await readExport(page, 'focus', month), 'BilledCost'),
      }
      expect(answers).toEqual(same(answers, total))

      const posted = statement.total.posted_usd
      const journal = await readCsv(request, `/api/v1/finance/statements/${month}?format=journal`)
      expect(parseDecimal(addUp(journal, 'debit'))).toBe(parseDecimal(posted))
      expect(parseDecimal(addUp(journal, 'credit'))).toBe(parseDecimal(posted))
      const workbook = await (await request.get(`/api/v1/finance/statements/${month}?format=xlsx`)).body()
      const summary = await readSheet(workbook, 'Summary')
      expect(summary.find(([label]) => label === 'Total')?.[2]).toBe(total)
      const exceptions = statement.exceptions.reduce(
        (sum: bigint, { amount_usd }: { amount_usd: string }) => sum + parseDecimal(amount_usd),
        0n,
      )
      expect(exceptions).toBe(parseDecimal(total) - parseDecimal(statement.total.attributed_usd))
    }).toPass({ timeout: 150_000 })
  })

  test('every screen about a month shows the same exact amount', async ({ page }) => {
    test.setTimeout(120_000)
    await expect(async () => {
      const place = await findMonth(page.request)
      const total = await totalOf(page.request, place)
      const { month, from, to } = place
      const period = `from=${from}&to=${to}`
      for (const path of [
        `/overview?month=${month}`,
        `/spend?${period}&group_by=team`,
        `/finance?month=${month}`,
        `/finance/${month}`,
        `/finance/movement?month=${month}`,
        `/engineering?${period}`,
        `/engineering/features?${period}`,
        `/engineering/models?${period}`,
        `/engineering/waste?${period}`,
      ]) {
        await page.goto(path)
        await expect(page.locator(`main data[value="${total}"]`).first(), path).toBeAttached({ timeout: 10_000 })
      }
    }).toPass({ timeout: 100_000 })
  })
})
