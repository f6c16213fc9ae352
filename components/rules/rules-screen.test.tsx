import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { createRuleAction, retireRuleAction } from '@/lib/attribution/rules/actions'
import type { RulesPageData, RuleView } from '@/lib/attribution/rules/loaders'
import { RulesScreen } from './rules-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/settings/rules',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/attribution/rules/actions', () => ({
  createRuleAction: vi.fn(),
  updateRuleAction: vi.fn(),
  moveRuleAction: vi.fn(),
  retireRuleAction: vi.fn(),
  restoreRuleAction: vi.fn(),
}))

const rule: RuleView = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'The playground',
  kind: 'rule',
  position: 1,
  conditions: [{ dimension: 'service', operator: 'equals', values: ['playground'] }],
  inWords: ['Service is “playground”'],
  target: { kind: 'team', id: 't', slug: 'support-ops', name: 'Support operations' },
  from: '2026-09-01',
  to: null,
  note: null,
  isRetired: false,
  createdBy: 'ada@example.com',
  createdAt: '2026-09-02T10:00:00.000Z',
  updatedAt: '2026-09-02T10:00:00.000Z',
  retiredAt: null,
  ended: null,
  use: { series: 12, costUsd: '1234.5', isAtLeast: true },
}
const data = (change: Partial<RulesPageData> = {}): RulesPageData => ({
  rules: [rule],
  conflicts: { series: 3 },
  choices: {
    teams: [{ slug: 'support-ops', name: 'Support operations' }],
    pools: [],
    projects: [],
    dimensions: [{ name: 'service', label: 'Service' }],
    values: { service: ['playground'] },
  },
  canEdit: true,
  period: { from: '2026-10-01', to: '2026-10-31' },
  today: '2026-10-30',
  zone: 'Europe/Berlin',
  ...change,
})
const preview = {
  series: 2,
  confirmed: 1,
  requests: '30',
  cost_usd: '5.5',
  is_at_least: true,
  months: [
    {
      month: '2026-10',
      before: { kind: 'none', reason: 'missing_team', project: null },
      after: { kind: 'team', team: 'support-ops', project: null },
      series: 2,
      requests: '30',
      cost_usd: '5.5',
      is_at_least: true,
    },
  ],
  largest: [],
}
const show = (change?: Partial<RulesPageData>) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Theme>
        <RulesScreen {...data(change)} />
      </Theme>
    </QueryClientProvider>,
  )

const press = (label: string) => {
  const text = screen.getByText(label, { selector: 'button, button *' })
  fireEvent.click(text.closest('button') ?? text)
}

beforeEach(() => {
  vi.clearAllMocks()
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Response.json(preview)),
  )
})

describe('the rules', () => {
  it('stand in words with what they decide, and conflicts lead to Spend', () => {
    show()
    const row = within(screen.getByRole('table', { name: 'Rules' })).getAllByRole('row')[1]
    expect(row?.textContent).toContain('1. The playground')
    expect(row?.textContent).toContain('Service is “playground”')
    expect(row?.textContent).toContain('Team Support operations')
    expect(row?.textContent).toContain('at least $1,234.50')
    expect(screen.getByRole('link', { name: 'Look at them in Spend' }).getAttribute('href')).toContain('owner_conflict=yes')
  })

  it('say where they go on when their team was merged, and offer the one that stays', async () => {
    const ended = { from: '2026-10-15', successor: { slug: 'support-ops', name: 'Support operations' } }
    const target = { kind: 'team', id: 'g', slug: 'helpdesk', name: 'Helpdesk' } as const
    show({ rules: [{ ...rule, target, ended }] })
    const row = within(screen.getByRole('table', { name: 'Rules' })).getAllByRole('row')[1]
    expect(row?.textContent).toContain('merged into Support operations from Oct 15, 2026: the rule goes on under that')
    press('1. The playground')
    expect(await screen.findByText(/Team Helpdesk was merged into Support operations/)).toBeDefined()
    expect(screen.getByDisplayValue('Support operations (support-ops)')).toBeDefined()
  })

  it('are not to be changed by those who may only read, and their figures are not known to all', () => {
    show({ canEdit: false, choices: null, conflicts: null, rules: [{ ...rule, use: null }] })
    expect(screen.queryByRole('button', { name: 'New rule' })).toBeNull()
    expect(screen.queryByRole('button', { name: /^Move/ })).toBeNull()
    expect(within(screen.getByRole('table', { name: 'Rules' })).getAllByText(/unknown/)).not.toHaveLength(0)
  })
})

describe('a new rule', () => {
  it('is saved only as it was previewed', async () => {
    vi.mocked(createRuleAction).mockResolvedValue({ ok: true, result: { id: rule.id, series: 2 } })
    // By label and text, and without asking styles: to work out every role or style of the drawer takes seconds each time.
    const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never })
    show()
    press('New rule')
    const name = await screen.findByLabelText(/^Name/)
    fireEvent.change(name, { target: { value: 'Ours' } })
    press('Preview')
    expect(screen.getAllByText(/name at least one value/)).not.toHaveLength(0)
    expect(fetch).not.toHaveBeenCalled()
    await user.click(screen.getByLabelText('Condition 1: value', { selector: 'input' }))
    await user.paste('playground')
    await user.keyboard('{Enter}')
    await user.click(screen.getByLabelText('A team', { selector: '[role=combobox]' }))
    await user.click(await screen.findByText('Support operations (support-ops)'))
    press('Preview')
    expect(await screen.findByText(/2 series would move, with/)).toBeDefined()
    expect(screen.getByText('Nobody: nothing names a team → support-ops')).toBeDefined()
    expect(createRuleAction).not.toHaveBeenCalled()
    fireEvent.change(name, { target: { value: 'Ours too' } })
    expect(screen.queryByText('Save rule')).toBeNull()
    press('Preview')
    await screen.findByText('Save rule')
    press('Save rule')
    await waitFor(() => expect(createRuleAction).toHaveBeenCalledOnce())
    expect(createRuleAction).toHaveBeenCalledWith(
      expect.objectContaining({
        name: 'Ours too',
        team: 'support-ops',
        conditions: [{ dimension: 'service', operator: 'equals', values: ['playground'] }],
      }),
    )
  })
})

describe('undoing a rule', () => {
  it('shows what goes back before it is done', async () => {
    vi.mocked(retireRuleAction).mockResolvedValue({ ok: true, result: { id: rule.id, series: 2 } })
    const user = userEvent.setup()
    show()
    await user.click(screen.getByRole('button', { name: /The playground$/ }))
    await user.click(await screen.findByRole('button', { name: 'Undo this rule…' }))
    expect(await screen.findByText(/would decide nothing any more/)).toBeDefined()
    expect(await screen.findByText(/2 series would move/)).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(retireRuleAction).toHaveBeenCalledWith({ id: rule.id }))
  })
})
