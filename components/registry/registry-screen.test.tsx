import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter, type UrlUpdateEvent } from 'nuqs/adapters/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { archiveTeamAction, createTeamAction } from '@/lib/attribution/actions'
import type { EntryView, OpenedEntry, RegistryPageData } from '@/lib/attribution/loaders'
import {
  acceptSeenAction,
  addAliasAction,
  importFileAction,
  mapMemberAction,
  mergeEntriesAction,
  previewImportAction,
} from '@/lib/attribution/registry-commands/actions'
import { callIdMessage } from '@/lib/registry/call-id'
import { RegistryScreen } from './registry-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/settings/teams',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/attribution/actions', () => ({
  archiveTeamAction: vi.fn(),
  createTeamAction: vi.fn(),
  restoreTeamAction: vi.fn(),
}))
vi.mock('@/lib/attribution/registry-commands/actions', () => ({
  acceptSeenAction: vi.fn(),
  addAliasAction: vi.fn(),
  archiveEntryAction: vi.fn(),
  createProductLineAction: vi.fn(),
  createProjectAction: vi.fn(),
  createProviderKeyAction: vi.fn(),
  createServiceAction: vi.fn(),
  importFileAction: vi.fn(),
  mapMemberAction: vi.fn(),
  mergeEntriesAction: vi.fn(),
  previewImportAction: vi.fn(),
  removeAliasAction: vi.fn(),
  renameEntryAction: vi.fn(),
  restoreEntryAction: vi.fn(),
}))
vi.mock('@/lib/registry/actions', () => ({
  archiveCostCenterAction: vi.fn(),
  createBusinessUnitAction: vi.fn(),
  createCostCenterAction: vi.fn(),
  describeCostCenterAction: vi.fn(),
  renameCostCenterAction: vi.fn(),
  renameTeamAction: vi.fn(),
  restoreCostCenterAction: vi.fn(),
}))

const support: EntryView = {
  id: '00000000-0000-4000-8000-000000000001',
  code: 'support-ops',
  name: 'Support operations',
  isArchived: false,
  archivedFrom: null,
  glAccount: null,
  ownerEmail: null,
  parents: { team_cost_center: { code: 'CC-1', name: 'Care', exclusive: null, from: null } },
  members: { provider_key_team: 2 },
  businessUnit: null,
  people: 2,
  series: 1234,
  spend: { amount: '90071992547409.931', isAtLeast: true },
}
const opened: OpenedEntry = {
  kind: 'team',
  entry: support,
  histories: [{ mapping: 'team_cost_center', spans: [{ from: null, to: null, value: 'CC-1' }], names: { 'CC-1': 'Care' } }],
  aliases: [{ id: 'a', alias: 'customer-support' }],
  events: [
    {
      id: '7',
      at: '2026-11-01T10:00:00.000Z',
      who: 'Ada Okafor',
      command: 'team.rename',
      before: { name: 'Support' },
      after: { name: 'Support operations' },
    },
  ],
}
const kinds = { team: 1, cost_center: 3, business_unit: 0, project: 0, product_line: 0, service: 0, provider_key: 0 }
const page = (change: Partial<RegistryPageData> = {}): RegistryPageData => ({
  counts: { kinds, aliases: 1, seen: { team: 3, project: 0, service: 0, provider_key: 0 } },
  list: { kind: 'team', rows: [support], total: 1 },
  opened: null,
  aliases: null,
  seen: null,
  pageSize: 50,
  seesAll: true,
  canEdit: true,
  today: '2026-11-21',
  zone: 'Europe/Berlin',
  ...change,
})

let urls: UrlUpdateEvent[] = []

function open(change: Partial<RegistryPageData> = {}, searchParams = '') {
  const user = userEvent.setup()
  urls = []
  render(<RegistryScreen {...page(change)} teamBudget={null} />, {
    wrapper: ({ children }) => (
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <NuqsTestingAdapter searchParams={searchParams} hasMemory onUrlUpdate={(event) => urls.push(event)}>
          <Theme env="test">{children}</Theme>
        </NuqsTestingAdapter>
      </QueryClientProvider>
    ),
  })
  return user
}
const drawer = async () => within(await screen.findByRole('dialog'))

beforeEach(() => {
  vi.clearAllMocks()
  // What the pickers ask the server for.
  vi.stubGlobal('fetch', async (url: string) =>
    Response.json(
      url.startsWith('/api/v1/cost-centers')
        ? {
            cost_centers: [
              { code: 'CC-1', name: 'Care' },
              { code: 'CC-2', name: 'Commerce' },
            ],
          }
        : { teams: [{ slug: 'search', name: 'Search' }] },
    ),
  )
})
afterEach(() => vi.unstubAllGlobals())

describe('a team', () => {
  it('is shown with where it belongs today, what it owns and what it cost', () => {
    open()
    const row = within(screen.getByRole('row', { name: /support-ops/ }))
    expect(row.getByText('Care')).toBeTruthy()
    expect(row.getByText('1,234')).toBeTruthy()
    expect(row.getByText(/at least/).textContent).toContain('90,071,992,547,409.93')
    expect(screen.getByText(/as of Nov 21, 2026\. Days are those of Europe\/Berlin/)).toBeTruthy()
  })

  it('opens by its address, with who changed it and what else it is called', async () => {
    const user = open()
    await user.click(screen.getByRole('button', { name: 'support-ops' }))
    await waitFor(() => expect(urls.at(-1)?.queryString).toBe('?open=support-ops'))
  })

  it('moves from a day, after showing the history that this leaves', async () => {
    vi.mocked(mapMemberAction).mockResolvedValue({
      ok: true,
      result: { memberId: support.id, before: [], after: [], changed: true },
    })
    const user = open({ opened }, '?open=support-ops')
    const inside = await drawer()
    const listed = (name: string) =>
      within(inside.getByRole('list', { name }))
        .getAllByRole('listitem')
        .map((item) => item.textContent)
    expect(listed('Cost centre over time')).toEqual(['Care (CC-1) always'])
    expect(listed('Changes')[0]).toContain('Ada Okafor · team.renamename: Support → Support operations')
    expect(listed('Aliases of support-ops')).toEqual(['customer-support'])
    await user.click(inside.getByLabelText('Cost centre', { selector: 'input' }))
    await user.click(await screen.findByRole('option', { name: 'Commerce (CC-2)' }))
    expect(listed('History after the change')).toEqual(['CC-2 Todayfrom Nov 1, 2026', 'Care (CC-1) until Oct 31, 2026'])
    await user.click(inside.getByRole('button', { name: 'Change history' }))
    await waitFor(() =>
      expect(mapMemberAction).toHaveBeenCalledWith({
        kind: 'team_cost_center',
        member: 'support-ops',
        owner: 'CC-2',
        from: '2026-11-01',
        to: null,
      }),
    )
  })

  it('is archived from a day', async () => {
    vi.mocked(archiveTeamAction).mockResolvedValue({ ok: true, result: undefined })
    const user = open({ opened }, '?open=support-ops')
    await user.click((await drawer()).getByRole('button', { name: 'Archive' }))
    await waitFor(() => expect(archiveTeamAction).toHaveBeenCalledWith({ id: support.id, from: '2026-11-21' }))
  })

  it('is merged into another only after a second look', async () => {
    vi.mocked(mergeEntriesAction).mockResolvedValue({ ok: true, result: { series: 5 } })
    const user = open({ opened }, '?open=support-ops')
    const inside = await drawer()
    await user.click(inside.getByRole('button', { name: 'Merge' }))
    expect((await inside.findByRole('alert')).textContent).toContain('the team that stays')
    await user.click(inside.getByLabelText(/^Merge into/, { selector: 'input' }))
    await user.click(await screen.findByRole('option', { name: 'Search (search)' }))
    await user.click(inside.getByRole('button', { name: 'Merge' }))
    const question = within(await screen.findByRole('dialog', { name: /Merge support-ops into search\?/ }))
    expect(mergeEntriesAction).not.toHaveBeenCalled()
    await user.click(question.getByRole('button', { name: 'Merge' }))
    await waitFor(() =>
      expect(mergeEntriesAction).toHaveBeenCalledWith({ kind: 'team', id: support.id, into: 'search', from: '2026-11-21' }),
    )
  })

  it('is not added under a free-form name, nor under the id of a conversation, and the form says why', async () => {
    vi.mocked(createTeamAction).mockResolvedValue({
      ok: false,
      message: 'Taken.',
      errors: [{ path: 'slug', message: 'this slug is taken by another team' }],
    })
    const user = open()
    await user.click(screen.getByRole('button', { name: 'Add team' }))
    const inside = await drawer()
    const slug = inside.getByLabelText(/^Slug/)
    await user.type(slug, 'Support Ops')
    await user.type(inside.getByLabelText(/^Name/), 'Support')
    await user.click(inside.getByRole('button', { name: 'Add team' }))
    expect((await inside.findByRole('alert')).textContent).toContain('for example support-ops')
    await user.clear(slug)
    await user.type(slug, '550e8400-e29b-41d4-a716-446655440000')
    await user.click(inside.getByRole('button', { name: 'Add team' }))
    await waitFor(() => expect(inside.getByRole('alert').textContent).toContain('a conversation id is for debugging'))
    expect(createTeamAction).not.toHaveBeenCalled()
    await user.clear(slug)
    await user.type(slug, 'support-ops')
    await user.click(inside.getByRole('button', { name: 'Add team' }))
    await waitFor(() => expect(inside.getByRole('alert').textContent).toContain('Slug: this slug is taken by another team'))
    expect(createTeamAction).toHaveBeenCalledWith({ slug: 'support-ops', name: 'Support', cost_center: null })
  })
})

describe('what usage names and nobody registered', () => {
  const seenRow = (name: string, fault: string | null, suggested: string | null) => ({
    ...{ name, fault, suggested, series: 3, requests: '90071992547409931', cost: '12.345', isAtLeast: true },
    ...{ firstDay: '2026-10-01', lastDay: '2026-11-01' },
  })
  const seen = {
    rows: [
      seenRow('ml-research', null, null),
      seenRow('Growth Team', 'is not a slug of a team', 'growth-team'),
      seenRow('550e8400-e29b-41d4-a716-446655440000', callIdMessage, null),
    ],
    total: 3,
  }

  it('is registered with one click where it is a slug, told what to send where not, and never as a conversation', async () => {
    vi.mocked(acceptSeenAction).mockResolvedValue({ ok: true, result: { added: 1, series: 3 } })
    const user = open({ list: null, seen }, '?tab=seen')
    const row = within(await screen.findByRole('row', { name: /ml-research/ }))
    expect(row.getByText('90,071,992,547,409,931')).toBeTruthy()
    expect(screen.getByText(/let it send growth-team/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Register Growth Team' })).toBeNull()
    const conversation = within(screen.getByRole('row', { name: /550e8400/ }))
    expect(conversation.getByText(/a conversation id is for debugging and cannot own spend/)).toBeTruthy()
    expect(conversation.queryByRole('button')).toBeNull()
    expect(conversation.queryByRole('checkbox')).toBeNull()
    await user.click(row.getByRole('button', { name: 'Register ml-research' }))
    await waitFor(() => expect(acceptSeenAction).toHaveBeenCalledWith({ kind: 'team', names: ['ml-research'] }))
  })

  it('becomes an alias of what is registered', async () => {
    vi.mocked(addAliasAction).mockResolvedValue({ ok: true, result: { series: 3 } })
    const user = open({ list: null, seen }, '?tab=seen')
    await user.click(await screen.findByRole('button', { name: 'Make Growth Team an alias' }))
    const inside = await drawer()
    await user.click(inside.getByLabelText(/^Stands for/, { selector: 'input' }))
    await user.click(await screen.findByRole('option', { name: 'Search (search)' }))
    await user.click(inside.getByRole('button', { name: 'Add alias' }))
    await waitFor(() => expect(addAliasAction).toHaveBeenCalledWith({ kind: 'team', alias: 'Growth Team', target: 'search' }))
  })

  it('is not shown to those who see a part of the organisation only, not even by its address', () => {
    open({ seen: null, canEdit: false, seesAll: false }, '?tab=seen')
    expect(screen.queryByRole('tab', { name: /Not registered/ })).toBeNull()
    expect(screen.getByRole('tab', { name: 'Teams · 1' }).getAttribute('aria-selected')).toBe('true')
  })
})

describe('a CSV file', () => {
  it('is compared before it is applied, says what is refused, and is compared anew when it changes', async () => {
    const diff = {
      kind: 'team' as const,
      counts: { added: 1, changed: 0, unchanged: 38, refused: 1 },
      rows: [
        {
          ...{ line: 2, name: 'growth', outcome: 'added' as const },
          changes: [{ field: 'cost_center', before: null, after: 'CC-1 from the beginning on' }],
        },
        { line: 3, name: 'Not A Slug', outcome: 'refused' as const, column: 'slug', message: 'uses lower-case letters' },
      ],
      ignoredColumns: ['colour'],
      fingerprint: 'f1',
    }
    vi.mocked(previewImportAction).mockResolvedValue({ ok: true, result: diff })
    vi.mocked(importFileAction).mockResolvedValue({ ok: true, result: { ...diff, series: 3 } })
    const user = open()
    await user.click(screen.getByRole('button', { name: 'Import CSV' }))
    const inside = await drawer()
    await user.type(inside.getByLabelText('Or paste it'), 'slug,name')
    await user.click(inside.getByRole('button', { name: 'Compare' }))
    const refused = within(await inside.findByRole('list', { name: 'Refused, and left out' }))
    expect(refused.getByText('uses lower-case letters')).toBeTruthy()
    expect(within(inside.getByRole('list', { name: 'Added' })).getByText('cost_center: CC-1 from the beginning on')).toBeTruthy()
    expect(inside.getByText(/are not read: colour/)).toBeTruthy()
    await user.type(inside.getByLabelText('Or paste it'), 'x')
    expect(inside.queryByRole('button', { name: /^Apply/ })).toBeNull()
    await user.click(inside.getByRole('button', { name: 'Compare' }))
    await user.click(await inside.findByRole('button', { name: 'Apply 1 row' }))
    await waitFor(() => expect(importFileAction).toHaveBeenCalledWith({ kind: 'team', csv: 'slug,namex', fingerprint: 'f1' }))
  })
})

describe('the page', () => {
  it('leads from nothing to the first teams', async () => {
    const user = open({
      counts: {
        kinds: { ...kinds, team: 0, cost_center: 0 },
        aliases: 0,
        seen: { team: 40, project: 0, service: 0, provider_key: 0 },
      },
      list: { kind: 'team', rows: [], total: 0 },
    })
    expect(screen.getByText('No team yet.')).toBeTruthy()
    expect(screen.getByText('Usage names 40 teams that nobody has registered.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Import teams' }))
    expect((await drawer()).getByRole('button', { name: 'Compare' })).toBeTruthy()
  })

  it('searches at the server and says when nothing matches', async () => {
    const user = open()
    await user.type(screen.getByRole('searchbox', { name: 'Search by name or code' }), 'nobody')
    await waitFor(() => expect(urls.at(-1)?.queryString).toBe('?q=nobody'))
    open({ list: { kind: 'team', rows: [], total: 0 } }, '?q=nobody')
    expect(await screen.findByText('Nothing matches.')).toBeTruthy()
  })

  it('lets an auditor look at a history and press nothing', async () => {
    open({ canEdit: false, opened }, '?open=support-ops')
    const inside = await drawer()
    expect(inside.getByRole('list', { name: 'Cost centre over time' })).toBeTruthy()
    expect(inside.queryByRole('button', { name: /Change|Rename|Archive|Merge|Add|Remove/ })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Add team' })).toBeNull()
  })

  it('holds ten thousand teams, a page at a time, of which the server sends one', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ ...support, id: String(index), code: `team-${index}` }))
    const user = open({ list: { kind: 'team', rows, total: 10_000 } })
    expect(screen.getByText('1–50 of 10,000')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Next' }))
    await waitFor(() => expect(urls.at(-1)?.queryString).toBe('?page=2'))
  })

  it('says so where the address names something that is not registered', async () => {
    open({}, '?open=nowhere')
    expect(await screen.findByText('Nothing is registered as nowhere.')).toBeTruthy()
  })
})
