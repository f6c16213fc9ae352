import { parse } from 'csv-parse/sync'
import readExcelFile from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { organization } from '@/lib/db/schema/organization'
import { leadActor, makeKey } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { getStatement } from '@/lib/finance/statement/handlers'
import { statementSchema } from '@/lib/finance/statement/schema'
import { makeExampleOrganisation } from '@/lib/finance/statement/testing/example-organisation'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'

process.env.AUTH_SECRET ??= 'only for tests, thirty-two characters'
const { db, sql, url } = await createTestDatabase()
await pointProcessAt(url)
await db.insert(organization).values({ reportingZone: 'UTC' })
await makeExampleOrganisation(db, sql)
const reader = (await makeKey(db, { scopes: ['finance:read'] })).secret
const lead = await leadActor(db, { teams: ['support'] })

const context = { requestId: 'test', address: '192.0.2.7' }
async function ask(query: string, asLead = false) {
  const who = asLead ? { sessionId: lead.sessionId } : { key: reader }
  return getStatement(await makeRequest(`/api/v1/finance/statements/2026-05?${query}`, who), context)
}
const readJson = async (query: string, asLead = false) => statementSchema.parse(await (await ask(query, asLead)).json())
const readCsv = async (query: string, asLead = false) =>
  z.array(z.record(z.string(), z.string())).parse(parse(await (await ask(query, asLead)).text(), { columns: true }))
const sum = (amounts: readonly (string | undefined)[]) =>
  formatDecimal(amounts.reduce((total, amount) => total + parseDecimal(amount || '0'), 0n))

describe('the files of a statement over HTTP', () => {
  it.each(['', 'view=model', 'cost_center=CC-2', 'cost_center=~none'])(
    'agree with the answer in JSON for “%s”',
    async (query) => {
      const statement = await readJson(query)
      const rows = await readCsv(`${query}&format=csv`)
      expect(sum(rows.filter(({ is_leaf }) => is_leaf === 'true').map(({ total_usd }) => total_usd))).toBe(
        statement.total.total_usd,
      )
      expect(sum(rows.filter(({ level }) => level === 'owner').map(({ direct_usd }) => direct_usd))).toBe(
        statement.total.direct_usd,
      )
      const journal = await readCsv(`${query}&format=journal`)
      expect(sum(journal.map(({ debit }) => debit))).toBe(sum(journal.map(({ credit }) => credit)))
      const borne = journal.filter(({ account }) => account !== '2150')
      expect(sum([...borne.map(({ debit }) => debit), ...borne.map(({ credit }) => (credit ? `-${credit}` : ''))])).toBe(
        formatDecimal(parseDecimal(statement.total.posted_usd)),
      )
    },
  )

  it.each(['', '&cost_center=CC-2'])('name prices in the workbook that add up to the direct cost, “%s”', async (query) => {
    const statement = await readJson(query)
    const sheets = await readExcelFile(Buffer.from(await (await ask(`format=xlsx${query}`)).arrayBuffer()))
    const [headings = [], ...rows] = sheets.find(({ sheet }) => sheet === 'Prices used')?.data ?? []
    const exact = headings.indexOf('Cost, exact')
    const last = rows.at(-1)
    // Were there a difference, rows that say so would follow the total.
    expect([last?.[0], last?.[exact]]).toEqual(['Total', statement.total.direct_usd])
    expect(sum(rows.slice(0, -1).map((row) => String(row[exact] ?? '')))).toBe(statement.total.direct_usd)
  })

  it('post to the accounts that are asked for', async () => {
    const journal = await readCsv('format=journal&expense_account=7000&unallocated_account=7999&credit_account=AP.1')
    expect(new Set(journal.map(({ account }) => account))).toEqual(new Set(['7000', '7999', 'AP.1']))
  })

  it.each(['expense_account==1%2B1', 'credit_account=', 'unallocated_account=a%0Ab', `expense_account=${'9'.repeat(41)}`])(
    'refuse the account %s, naming it and how one is written',
    async (query) => {
      const response = await ask(`format=journal&${query}`)
      const { errors } = await response.json()
      expect([response.status, errors[0].path]).toEqual([422, query.split('=')[0]])
      expect(errors[0].message).toContain('6450-100')
    },
  )

  it.each(['csv', 'journal', 'xlsx', 'pdf'])(
    'hold only what a lead sees, and nothing else can be asked for: %s',
    async (format) => {
      const all = await readJson('')
      const mine = await readJson('', true)
      expect(parseDecimal(mine.total.total_usd)).toBeLessThan(parseDecimal(all.total.total_usd))
      const seen = new Set(mine.lines.map(({ id }) => id))
      const hidden = all.lines
        .filter(({ id, level }) => level === 'cost_center' && !seen.has(id))
        .flatMap(({ code }) => code ?? '~none')
      expect(hidden.length).toBeGreaterThan(0)
      for (const code of hidden) {
        const response = await ask(`format=${format}&cost_center=${encodeURIComponent(code)}`, true)
        expect([code, response.status]).toEqual([code, 404])
      }
      expect((await ask(`format=${format}`, true)).status).toBe(200)
    },
  )

  it('are dollars of the lead’s own in a CSV of theirs', async () => {
    const mine = await readJson('', true)
    const rows = await readCsv('format=csv', true)
    expect(rows.map(({ line }) => line)).toEqual(mine.lines.map(({ id }) => id))
    expect(sum(rows.filter(({ is_leaf }) => is_leaf === 'true').map(({ posted_usd }) => posted_usd))).toBe(
      formatDecimal(parseDecimal(mine.total.posted_usd)),
    )
  })
})
