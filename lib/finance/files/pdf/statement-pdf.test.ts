import fc from 'fast-check'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Statement } from '@/lib/finance/statement/schema'
import { testException, testLine, testStatement } from '@/lib/finance/testing/test-statement'
import { statementFile } from '../statement-file'
import { randomStatements } from '../testing/random-statement'

const a4 = { width: 595.28, height: 841.89 }
const itemSchema = z.object({ str: z.string(), transform: z.array(z.number()), width: z.number(), height: z.number() })

interface PrintedText {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly isTurned: boolean
}

async function print(statement: Statement, options: { costCenter?: string; otherView?: Statement } = {}) {
  const { costCenter = null, otherView = null } = options
  const response = await statementFile({ statement, otherView, pricesUsed: null, costCenter, format: 'pdf' })
  const task = getDocument({ data: new Uint8Array(await response.arrayBuffer()), useSystemFonts: false, verbosity: 0 })
  const document = await task.promise
  const pages: PrintedText[][] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent()
    const texts = items.map((item) => itemSchema.parse(item)).filter(({ str }) => str.trim() !== '')
    pages.push(
      texts.map(({ str, transform, width }) => {
        const [, slant = 0, , , left = 0, bottom = 0] = transform
        return { text: str, left, right: left + width, bottom, isTurned: slant !== 0 }
      }),
    )
  }
  const title = z.object({ Title: z.string() }).parse((await document.getMetadata()).info).Title
  await task.destroy()
  return {
    response,
    pages,
    title,
    text: pages
      .flat()
      .map(({ text }) => text)
      .join('\n'),
  }
}

/** All but the word across the page of a draft. */
const lying = (page: readonly PrintedText[]) => page.filter(({ isTurned }) => !isTurned)

const team = (id: string, total_usd: string, given: Parameters<typeof testLine>[1] = {}) => testLine(id, { total_usd, ...given })

const statement = testStatement(
  [
    team('retail', '1234.565', { name: 'Retail' }),
    team('retail/cc-4180', '1234.565', { name: 'Customer care', budget_usd: '1000', prior_total_usd: '1100' }),
    team('retail/cc-4180/team:ops', '1234.565', {
      ...{ name: 'Support Operations', prior_total_usd: '1100', budget_usd: '1000', retry_usd: '34.5', failure_usd: '0.065' },
      ...{ posted_usd: '1234.57', success_usd: '1200' },
    }),
    team('retail/cc-4180/team:ops/project:bot', '1234.565', { name: 'Triage bot', requests: 1_234_567 }),
    team('~none', '65.435', { code: null, name: 'No business unit' }),
    team('~none/~none', '65.435', { code: null, name: 'No cost centre' }),
    team('~none/~none/nobody', '65.435', { code: null, owner_kind: 'nobody', name: 'Nobody', attributed_usd: '0' }),
  ],
  {
    zone: 'Asia/Kathmandu',
    ...{ version: 2, state: 'published', published_by: 'Fatima', published_at: '2026-06-03T22:30:00.000Z' },
    exceptions: [testException('65.435', { label: 'No team named', assignee: 'Platform desk' })],
    total: { posted_usd: '1300', attributed_usd: '1234.565', is_at_least: true, unpriced_requests: 3 },
  },
)

describe('the PDF of a statement', () => {
  it('says for a cost centre what it is, in which state, and what it comes to', async () => {
    const { text, title, response } = await print(statement, { costCenter: 'cc-4180' })
    expect(title).toBe('AI usage statement, May 2026, cc-4180 Customer care')
    for (const words of ['May 2026', 'cc-4180', 'Customer care', 'Retail', 'VERSION 2', 'Support Operations', 'Triage bot']) {
      expect(text).toContain(words)
    }
    for (const figure of ['1,234.57', '1,100.00', '+12.2%', '+234.56', '1,234,567', '34.50', '0.06', 'Page 1 of 1']) {
      expect(text).toContain(figure)
    }
    // The day on which the zone of the statement had it published, and its time.
    expect(text.replaceAll('\n', ' ')).toContain('published by Fatima on 4 June 2026')
    expect(text).toContain('As of 3 June 2026, 13:45 (Asia/Kathmandu). Price version 3. US dollars.')
    expect(text).toContain('largest remainder')
    expect(text).not.toContain('Platform desk')
    expect(text).not.toContain('DRAFT')
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="ascribe-statement-2026-05-cc-4180-v2.pdf"')
  })

  it('says for the organisation what nobody answers for, and with whom it lies', async () => {
    const { text } = await print(statement)
    for (const words of [
      'All cost centres',
      '1,300.00',
      'No team named; lies with Platform desk',
      '65.44',
      'at least',
      '95.0%',
    ]) {
      expect(text).toContain(words)
    }
  })

  it('marks a draft on every page, and a month that is not over', async () => {
    const draft = {
      ...statement,
      state: 'draft' as const,
      version: null,
      published_at: null,
      published_by: null,
      is_running: true,
    }
    const { pages, text } = await print(draft)
    for (const page of pages) expect(page.filter(({ isTurned }) => isTurned).map(({ text }) => text)).toContain('DRAFT')
    expect(text).toContain('Not published: figures may still change')
    expect(text).toContain('The month is not over: these are the figures so far.')
  })

  it('holds both views where both are given', async () => {
    const models = [
      ...statement.lines.slice(0, 3),
      team('retail/cc-4180/team:ops/model:m', '1234.565', { level: 'model_family', name: 'gpt-x' }),
    ]
    const { text } = await print(statement, { otherView: { ...statement, view: 'model', lines: models } })
    for (const words of ['Projects', 'Triage bot', 'Models and routes', 'gpt-x']) expect(text).toContain(words)
  })

  it('repeats title and headings of a table on each page, and numbers the pages', async () => {
    const many = Array.from({ length: 120 }, (_, index) => team(`u/c/team:t${index}`, '1.23', { name: `Team ${index}` }))
    const { pages } = await print(testStatement([team('u', '147.6'), team('u/c', '147.6'), ...many]), { costCenter: 'c' })
    expect(pages.length).toBeGreaterThan(3)
    pages.forEach((page, index) => {
      const texts = page.map(({ text }) => text)
      expect(texts).toContain(`Page ${index + 1} of ${pages.length}`)
      expect(texts.some((text) => text === 'Teams' || text === 'Attempts')).toBe(true)
      expect(texts).toContain('Direct')
    })
    const printed = pages.flat().map(({ text }) => text)
    // In the table of teams, and in that of attempts.
    for (const { name } of many) expect(printed.filter((text) => text === name)).toHaveLength(2)
  })

  it('sets figures at the right, one under another', async () => {
    const lines = [team('u', '1000'), team('u/c', '1000'), team('u/c/team:a', '999.5'), team('u/c/team:b', '0.5')]
    const { pages } = await print(testStatement(lines), { costCenter: 'c' })
    const ends = lying(pages[0] ?? [])
      .filter(({ text }) => ['999.50', '0.50'].includes(text))
      .map(({ right }) => right.toFixed(1))
    expect(ends.length).toBeGreaterThan(4)
    const ofLarge = lying(pages[0] ?? [])
      .filter(({ text }) => text === '999.50')
      .map(({ right }) => right.toFixed(1))
    const ofSmall = lying(pages[0] ?? [])
      .filter(({ text }) => text === '0.50')
      .map(({ right }) => right.toFixed(1))
    expect(ofSmall).toEqual(ofLarge)
  })

  const isOnPage = ({ left, right, bottom }: PrintedText) =>
    left >= 39 && right <= a4.width - 39 && bottom >= 15 && bottom <= a4.height - 20

  it('keeps all text within the margins, whatever names and amounts are', async () => {
    await fc.assert(
      fc.asyncProperty(randomStatements, async (random) => {
        const { pages } = await print(random)
        expect(pages.flatMap(lying).filter((text) => !isOnPage(text))).toEqual([])
      }),
      { numRuns: 8 },
    )
  })

  it('keeps all text within the margins for a trillion dollars and for one long word', async () => {
    const name = 'Verkehrsinfrastrukturfinanzierungsgesellschaftsmitarbeiter'.repeat(2)
    const huge = { name, prior_total_usd: '-999999999999.994', budget_usd: '1' }
    const lines = ['u', 'u/c', 'u/c/team:a', 'u/c/team:a/project:p'].map((id) => team(id, '1234567890123.456', huge))
    const { pages, text } = await print(testStatement(lines, { published_by: name, note: name.repeat(9) }))
    expect(pages.flatMap(lying).filter((one) => !isOnPage(one))).toEqual([])
    expect(text).toContain('1,234,567,890,123.46')
  })

  it('prints the code of what its font cannot print', async () => {
    const lines = [team('u', '1'), team('u/c', '1'), team('u/c/team:tokyo', '1', { name: '東京' })]
    const { text } = await print(testStatement(lines))
    expect(text).toContain('tokyo')
    expect(text).not.toContain('東')
  })

  it('says so where there was no spend', async () => {
    const { pages, text } = await print(testStatement([]))
    expect(pages).toHaveLength(1)
    expect(text).toContain('There was no spend in this month.')
  })

  it('names the other files where lines are too many for paper', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => team(`u/c/team:t/project:p${index}`, '1'))
    const { text } = await print(testStatement([team('u', '1001'), team('u/c', '1001'), team('u/c/team:t', '1001'), ...many]))
    expect(text).toContain('These are 1,001 lines: the workbook and the CSV of this statement hold them.')
  })
})
