import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { questionsOptions } from '@/lib/finance/questions/client'
import { makeQuestions } from '@/lib/finance/questions/make-questions'
import type { Questions } from '@/lib/finance/questions/schema'
import { statementMonthsOptions } from '@/lib/finance/statement/client'
import type { StatementMonth } from '@/lib/finance/statement/months-schema'
import { testException, testLine, testStatement } from '@/lib/finance/testing/test-statement'
import { LandingScreen } from './landing-screen'

vi.mock('next/navigation', () => ({ usePathname: () => '/finance', useRouter: () => ({ push: vi.fn() }) }))
afterEach(() => vi.unstubAllGlobals())

const statement = testStatement(
  [
    testLine('retail', { total_usd: '900', prior_total_usd: '600', requests: 1_000 }),
    testLine('retail/4100', { total_usd: '900', prior_total_usd: '600', requests: 1_000, budget_usd: '1000' }),
    testLine('retail/4100/team:search', { total_usd: '800', prior_total_usd: '600', requests: 400, budget_usd: '750' }),
    testLine('retail/4100/team:ads', { total_usd: '100', requests: 600 }),
  ],
  { exceptions: [testException('150', { assignee: 'The platform desk' }), testException('30', { reason: 'unapproved_pool' })] },
)
const prior = { from: '2026-04-01', to: '2026-05-01' }
const questions = makeQuestions(statement, prior, null)

const month = (given: Partial<StatementMonth>): StatementMonth => ({
  ...{ month: '2026-05', total_usd: '900', attributed_usd: '720', is_at_least: false, is_running: false, published: null },
  ...given,
})
const published = {
  ...{ version: 2, published_by: 'Dana Reyes', published_at: '2026-05-02T10:00:00.000Z', note: null, total_usd: '600' },
  ...{ is_changed: true, difference_usd: '12' },
}
const months = [month({}), month({ month: '2026-04', total_usd: '600', attributed_usd: '600', published })]

function open(given: { months?: readonly StatementMonth[]; questions?: Questions; seesEverything?: boolean } = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  const list = { zone: 'UTC', as_of: '2026-06-03T08:00:00.000Z', months: [...(given.months ?? months)] }
  queries.setQueryData(statementMonthsOptions().queryKey, list)
  const answer = given.questions ?? questions
  queries.setQueryData(questionsOptions(answer.month).queryKey, answer)
  renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter hasMemory>
        <LandingScreen seesEverything={given.seesEverything ?? true} />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
}

const panel = (title: string) => {
  const section = screen.getByText(title, { selector: 'h2' }).closest('section')
  if (!section) throw new Error(`no panel ${title}`)
  return section
}
const rowsOf = (title: string) =>
  [...panel(title).querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map(({ textContent }) => textContent),
  )

describe('the months', () => {
  it('tell their state, total, change and coverage, and lead to the statement', () => {
    open()
    const [may, april] = rowsOf('Statements')
    expect(may?.slice(0, 3)).toEqual(['May 2026', 'Draft', '$900.00'])
    expect(may?.[3]).toContain('+50.0%')
    expect(may?.[4]).toBe('80.00%')
    expect(april?.[1]).toBe('Published v2Changed since')
    expect(april?.[5]).toContain('by Dana Reyes')
    expect(panel('Statements').querySelector('tbody a')?.getAttribute('href')).toBe('/finance/2026-05')
    expect(screen.getByText('Published v2').closest('a')?.getAttribute('href')).toBe('/finance/2026-04/versions/2')
  })

  it('compare no running month with a whole one', () => {
    open({ months: [month({ is_running: true }), month({ month: '2026-04' })] })
    expect(rowsOf('Statements')[0]?.[3]).toContain('The month is not over')
  })
})

describe('the four questions', () => {
  it('rank what grows by dollars, teams or cost centres, each leading to its line', () => {
    open()
    expect(rowsOf('What grows fastest?').map(([name]) => name)).toEqual(['searchTeam', 'adsTeam'])
    expect(panel('What grows fastest?').querySelector('tbody a')?.getAttribute('href')).toBe(
      '/finance/2026-05?line=retail%2F4100%2Fteam%3Asearch',
    )
    fireEvent.click(within(panel('What grows fastest?')).getByText('Cost centres'))
    expect(rowsOf('What grows fastest?').map(([name]) => name)).toEqual(['4100Cost centre'])
    expect(within(panel('What grows fastest?')).getByText('Why it moved').getAttribute('href')).toBe(
      '/finance/movement?month=2026-05',
    )
  })

  it('say over and under, the furthest over first', () => {
    open()
    expect(rowsOf('Who is over or under allocation?').map((cells) => [cells[0], cells.at(-1)])).toEqual([
      ['searchTeam', '$50.00 over'],
      ['4100Cost centre', '$100.00 under'],
    ])
  })

  it('give the share of cost beside that of requests, and the dollars between', () => {
    open()
    const [row] = rowsOf('Where is cost out of proportion to usage?')
    expect(row?.slice(2)).toEqual(['88.9%', '40.0%', '+$440.00'])
  })

  it('say what is not attributed, with whom it lies, and lead to where it is mended', () => {
    open()
    const title = 'What is not attributed, and with whom does it lie?'
    expect(rowsOf(title).map(([, assignee]) => assignee)).toEqual(['The platform desk', 'nobody was asked'])
    expect(panel(title).textContent).toContain('$180.00, 20.00% of the total')
    expect(panel(title).querySelector('tbody a')?.getAttribute('href')).toBe('/triage?lane=no_owner')
  })

  it('leave out what is nobody’s for those who see a part', () => {
    open({ seesEverything: false })
    expect(screen.queryByText(/What is not attributed/)).toBeNull()
  })

  it('compare the days of a running month with as many of the month before', () => {
    const running = { ...statement, is_running: true }
    const amountsOf = () => ({ current_usd: '7', prior_usd: '5', is_at_least: false })
    const sameDays = {
      period: { from: '2026-05-01', to: '2026-05-11' },
      priorPeriod: { from: '2026-04-01', to: '2026-04-11' },
      amountsOf,
    }
    open({ questions: makeQuestions(running, prior, sameDays) })
    expect(panel('What grows fastest?').textContent).toContain('May 1, 2026 – May 10, 2026 against Apr 1, 2026 – Apr 10, 2026')
    expect(panel('What grows fastest?').textContent).toContain('direct spend of complete days')
  })

  it('say that nothing can be compared on the first day', () => {
    open({ questions: makeQuestions({ ...statement, is_running: true }, prior, null) })
    expect(panel('What grows fastest?').textContent).toContain('The month has no complete day yet')
  })

  it('ask again for another month, and tell a refusal in place', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ detail: 'The ledger is away.' }, { status: 503 }))
    open()
    fireEvent.click(screen.getByLabelText('Month before, April 2026'))
    await waitFor(() => expect(screen.getByText('The ledger is away.')).toBeTruthy())
    expect(panel('Statements')).toBeTruthy()
  })
})

describe('without any usage', () => {
  it('the page explains itself, to a lead too', () => {
    open({ months: [] })
    expect(screen.getByText('No usage yet')).toBeTruthy()
    document.body.replaceChildren()
    open({ months: [], seesEverything: false })
    expect(screen.getByText('Nothing on any statement is yours')).toBeTruthy()
  })
})
