import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { acceptTeamsAction, archiveTeamAction, createTeamAction } from '@/lib/attribution/actions'
import type { RegistryPageData, TeamView } from '@/lib/attribution/loaders'
import { mapTeamAction } from '@/lib/registry/actions'
import { RegistryScreen } from './registry-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/settings/teams',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/attribution/actions', () => ({
  acceptTeamsAction: vi.fn(),
  archiveTeamAction: vi.fn(),
  createTeamAction: vi.fn(),
  restoreTeamAction: vi.fn(),
}))
vi.mock('@/lib/registry/actions', () => ({
  archiveCostCenterAction: vi.fn(),
  createBusinessUnitAction: vi.fn(),
  createCostCenterAction: vi.fn(),
  mapCostCenterAction: vi.fn(),
  mapTeamAction: vi.fn(),
  renameBusinessUnitAction: vi.fn(),
  renameCostCenterAction: vi.fn(),
  renameTeamAction: vi.fn(),
  restoreCostCenterAction: vi.fn(),
}))

const support: TeamView = {
  id: '00000000-0000-4000-8000-000000000001',
  code: 'support-ops',
  name: 'Support operations',
  archivedFrom: null,
  people: 2,
  series: 1234,
  costCenter: 'CC-1',
  costCenterName: 'Care',
  businessUnit: null,
  businessUnitName: null,
  history: [{ from: null, to: null, value: 'CC-1' }],
}
const costCenter = (code: string, name: string, isArchived = false) => ({
  id: code,
  code,
  name,
  isArchived,
  businessUnit: null,
  businessUnitName: null,
  teams: 1,
  history: [],
})
const seenTeam = (name: string, suggestedSlug: string, isSlug: boolean) => ({
  name,
  suggestedSlug,
  isSlug,
  series: 3,
  requests: '90071992547409931',
  cost: '12.345',
  isAtLeast: true,
  firstDay: '2026-10-01',
  lastDay: '2026-11-01',
})
const page = (change: Partial<RegistryPageData> = {}): RegistryPageData => ({
  teams: [support],
  costCenters: [costCenter('CC-1', 'Care'), costCenter('CC-2', 'Commerce'), costCenter('CC-3', 'Closed', true)],
  businessUnits: [],
  seen: [seenTeam('ml-research', 'ml-research', true), seenTeam('Growth Team', 'growth-team', false)],
  canEdit: true,
  today: '2026-11-21',
  zone: 'Europe/Berlin',
  ...change,
})

function open(change: Partial<RegistryPageData> = {}, searchParams = '') {
  const user = userEvent.setup()
  render(<RegistryScreen {...page(change)} />, {
    wrapper: ({ children }) => (
      <NuqsTestingAdapter searchParams={searchParams} hasMemory>
        <Theme env="test">{children}</Theme>
      </NuqsTestingAdapter>
    ),
  })
  return user
}
const drawer = async () => within(await screen.findByRole('dialog'))

beforeEach(() => vi.clearAllMocks())

describe('a team', () => {
  it('is shown with where it belongs today and how much it owns', () => {
    open()
    const row = within(screen.getByRole('row', { name: /support-ops/ }))
    expect(row.getByText('Care')).toBeTruthy()
    expect(row.getByText('1,234')).toBeTruthy()
    expect(screen.getByText(/as of Nov 21, 2026\. Days are those of Europe\/Berlin/)).toBeTruthy()
  })

  it('moves from a day, after showing the history that this leaves', async () => {
    vi.mocked(mapTeamAction).mockResolvedValue({
      ok: true,
      result: { memberId: support.id, before: [], after: [], changed: true },
    })
    const user = open()
    await user.click(screen.getByRole('button', { name: 'support-ops' }))
    const inside = await drawer()
    expect(
      within(inside.getByRole('list', { name: 'Cost centre over time' }))
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['Care (CC-1) always'])
    await user.click(inside.getByLabelText('Cost centre', { selector: 'input' }))
    expect(screen.queryByRole('option', { name: /Closed/ })).toBeNull()
    await user.click(await screen.findByRole('option', { name: 'Commerce (CC-2)' }))
    const after = await inside.findByRole('list', { name: 'History after the change' })
    expect(
      within(after)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['Commerce (CC-2) Todayfrom Nov 1, 2026', 'Care (CC-1) until Oct 31, 2026'])
    await user.click(inside.getByRole('button', { name: 'Change history' }))
    await waitFor(() =>
      expect(mapTeamAction).toHaveBeenCalledWith({ team: 'support-ops', cost_center: 'CC-2', from: '2026-11-01', to: null }),
    )
  })

  it('is archived from a day', async () => {
    vi.mocked(archiveTeamAction).mockResolvedValue({ ok: true, result: undefined })
    const user = open()
    await user.click(screen.getByRole('button', { name: 'support-ops' }))
    await user.click((await drawer()).getByRole('button', { name: 'Archive' }))
    await waitFor(() => expect(archiveTeamAction).toHaveBeenCalledWith({ id: support.id, from: '2026-11-21' }))
  })

  it('is not added under a free-form name, and the form proposes a slug', async () => {
    vi.mocked(createTeamAction).mockResolvedValue({
      ok: false,
      message: 'Taken.',
      errors: [{ path: 'slug', message: 'this slug is taken by another team' }],
    })
    const user = open()
    await user.click(screen.getByRole('button', { name: 'Add team' }))
    const inside = await drawer()
    await user.type(inside.getByLabelText(/^Slug/), 'Support Ops')
    await user.type(inside.getByLabelText(/^Name/), 'Support')
    await user.click(inside.getByRole('button', { name: 'Add team' }))
    expect((await inside.findByRole('alert')).textContent).toContain('for example support-ops')
    expect(createTeamAction).not.toHaveBeenCalled()
    await user.clear(inside.getByLabelText(/^Slug/))
    await user.type(inside.getByLabelText(/^Slug/), 'support-ops')
    await user.click(inside.getByRole('button', { name: 'Add team' }))
    await waitFor(() => expect(inside.getByRole('alert').textContent).toContain('Slug: this slug is taken by another team'))
    expect(createTeamAction).toHaveBeenCalledWith({ slug: 'support-ops', name: 'Support', cost_center: null })
  })
})

describe('what usage names and nobody registered', () => {
  it('is registered with one click where it is a slug, and told what to send where not', async () => {
    vi.mocked(acceptTeamsAction).mockResolvedValue({ ok: true, result: { teams: 1, series: 3 } })
    const user = open()
    await user.click(screen.getByRole('tab', { name: 'Not registered · 2' }))
    const row = within(await screen.findByRole('row', { name: /ml-research/ }))
    expect(row.getByText('90,071,992,547,409,931')).toBeTruthy()
    expect(screen.getByText(/let it send growth-team/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Register Growth Team' })).toBeNull()
    await user.click(row.getByRole('button', { name: 'Register ml-research' }))
    await waitFor(() => expect(acceptTeamsAction).toHaveBeenCalledWith({ slugs: ['ml-research'] }))
  })

  it('is not shown to those who see a part of the organisation only, not even by its address', () => {
    open({ seen: null, canEdit: false }, '?tab=seen')
    expect(screen.queryByRole('tab', { name: /Not registered/ })).toBeNull()
    expect(screen.getByRole('tab', { name: 'Teams · 1' }).getAttribute('aria-selected')).toBe('true')
  })
})

describe('the page', () => {
  it('says what is missing where there is nothing, with the way on', () => {
    open({ teams: [] })
    expect(screen.getByText('No team yet.')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Add team' })).toBeTruthy()
  })

  it('finds by name or code and says when nothing matches', async () => {
    const user = open()
    await user.type(screen.getByRole('searchbox', { name: 'Search by name or code' }), 'nobody')
    expect(await screen.findByText('Nothing matches.')).toBeTruthy()
  })

  it('lets an auditor look at a history and press nothing', async () => {
    const user = open({ canEdit: false })
    await user.click(screen.getByRole('button', { name: 'support-ops' }))
    const inside = await drawer()
    expect(inside.getByRole('list', { name: 'Cost centre over time' })).toBeTruthy()
    expect(inside.queryByRole('button', { name: /Change|Rename|Archive/ })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Add team' })).toBeNull()
  })

  it('holds ten thousand teams, a page at a time', () => {
    const teams = Array.from({ length: 10_000 }, (_, index) => ({ ...support, id: String(index), code: `team-${index}` }))
    open({ teams })
    expect(screen.getAllByRole('row')).toHaveLength(51)
    expect(screen.getByText('1–50 of 10,000')).toBeTruthy()
  })
})
