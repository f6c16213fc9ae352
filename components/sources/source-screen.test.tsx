import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { rotateKeyAction } from '@/lib/keys/actions'
import type { KeyView } from '@/lib/keys/loaders'
import { reprocessSourceAction } from '@/lib/sources/actions'
import type { SourceView } from '@/lib/sources/list-sources'
import type { SourcePageData, SourcesPageData } from '@/lib/sources/loaders'
import { SourceScreen } from './source-screen'
import { SourcesScreen } from './sources-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/sources',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/keys/actions', () => ({ createKeyAction: vi.fn(), revokeKeyAction: vi.fn(), rotateKeyAction: vi.fn() }))
vi.mock('@/lib/sources/actions', () => ({
  createSourceAction: vi.fn(),
  editSourceAction: vi.fn(),
  reprocessSourceAction: vi.fn(),
}))

const source: SourceView = {
  id: 1,
  slug: 'litellm-eu',
  format: 'litellm',
  role: 'ledger',
  rank: 40,
  createdAt: '2026-10-01T08:00:00.000Z',
  keyPrefixes: ['asc_9f2c'],
  lastEventAt: '2026-10-30T05:00:00.000Z',
  quiet: { state: 'quiet', forMs: 9 * 3_600_000, usualPauseHours: 3 },
  calls: 12_345,
  openRejections: 1,
  openConflicts: 2,
  arrived: { accepted: 12_000, duplicates: 7, conflicts: 2, rejected: 3, late: 0 },
  withFindings: 40,
  lagMedianMs: 840,
  lagP95Ms: 12_300,
  findings: { missing_team: 40 },
}

const list = (change: Partial<SourcesPageData> = {}): SourcesPageData => ({
  sources: [source],
  zone: 'UTC',
  asOf: '2026-10-30T14:00:00.000Z',
  origin: 'https://ascribe.example.com',
  formats: [
    { format: 'canonical', rank: 20 },
    { format: 'litellm', rank: 40 },
  ],
  seesKeys: true,
  canEdit: true,
  ...change,
})

const key: KeyView = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Gateway',
  prefix: 'asc_9f2c',
  scopes: ['ingest'],
  source: 'litellm-eu',
  sourceRole: 'ledger',
  createdBy: 'Ada Admin',
  createdAt: '2026-10-01T08:00:00.000Z',
  expiresAt: null,
  lastUsedAt: null,
  state: 'active',
}

const page = (change: Partial<SourcePageData> = {}): SourcePageData => ({
  ...list(),
  source,
  hours: [],
  rejections: [
    {
      id: '17',
      format: 'litellm',
      errors: [{ path: 'startTime', message: 'is 0' }],
      times: 3,
      firstReceivedAt: '2026-10-29T08:00:00.000Z',
      lastReceivedAt: '2026-10-30T04:00:00.000Z',
      record: '{\n  "model": "gpt-5.4-mini"\n}',
      leftOut: ['messages'],
    },
  ],
  captures: [],
  unknownFields: [],
  keys: [key],
  canEditKeys: true,
  ...change,
})

const showList = (data: SourcesPageData) =>
  renderInTheme(
    <NuqsTestingAdapter>
      <SourcesScreen {...data} />
    </NuqsTestingAdapter>,
  )

beforeEach(() => vi.clearAllMocks())

describe('the list of sources', () => {
  it('says in words that a source is quiet longer than its habit, and leads to it', () => {
    showList(list())
    expect(screen.getByText('Nothing for 9 hours; its longest pause in two weeks was 3 hours.')).toBeTruthy()
    expect(screen.getByRole('link', { name: /litellm-eu/ }).getAttribute('href')).toBe('/sources/litellm-eu')
    expect(screen.getByText('840 ms')).toBeTruthy()
    expect(screen.getByText('12 s')).toBeTruthy()
  })

  it('has no column of keys for those who may not see keys, and no button for those who may not change', () => {
    showList(list({ seesKeys: false, canEdit: false, sources: [{ ...source, keyPrefixes: null }] }))
    expect(screen.queryByRole('columnheader', { name: /Keys/ })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Add source' })).toBeNull()
  })

  it('leads to the first event where nothing sends yet', () => {
    showList(list({ sources: [] }))
    expect(screen.getByText('Nothing sends usage yet.')).toBeTruthy()
    expect(screen.getByText(/curl https:\/\/ascribe.example.com\/api\/v1\/events/)).toBeTruthy()
  })
})

describe('the page of a source', () => {
  it('tells what became of records that were read again', async () => {
    const reasons = [{ id: '17', path: 'startTime', message: 'is 0' }]
    vi.mocked(reprocessSourceAction).mockResolvedValue({ ok: true, result: { settled: 2, refused: 1, reasons } })
    const user = userEvent.setup()
    renderInTheme(<SourceScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Re-process all' }))
    expect(await screen.findByText('2 records were accepted, 1 stays refused:')).toBeTruthy()
    expect(reprocessSourceAction).toHaveBeenCalledWith({ slug: 'litellm-eu', record: undefined })
  })

  it('shows what was kept of a refused record, and reads that one again', async () => {
    vi.mocked(reprocessSourceAction).mockResolvedValue({ ok: true, result: { settled: 1, refused: 0, reasons: [] } })
    const user = userEvent.setup()
    renderInTheme(<SourceScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: '17' }))
    const drawer = within(await screen.findByRole('dialog'))
    expect(drawer.getByText(/gpt-5.4-mini/)).toBeTruthy()
    expect(drawer.getByText('messages')).toBeTruthy()
    await user.click(drawer.getByRole('button', { name: 'Re-process this record' }))
    expect(await screen.findByText('1 record was accepted.')).toBeTruthy()
    expect(reprocessSourceAction).toHaveBeenCalledWith({ slug: 'litellm-eu', record: '17' })
  })

  it('shows a rotated key once, with examples that hold it', async () => {
    const result = { id: 'x', name: 'Gateway', secret: 'asc_fresh', oldExpiresAt: new Date() }
    vi.mocked(rotateKeyAction).mockResolvedValue({ ok: true, result })
    const user = userEvent.setup()
    renderInTheme(<SourceScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Rotate Gateway asc_9f2c' }))
    const drawer = within(await screen.findByRole('dialog'))
    await user.click(drawer.getByRole('button', { name: 'Rotate key' }))
    expect(rotateKeyAction).toHaveBeenCalledWith({ id: key.id, overlapHours: 24 })
    await waitFor(() => expect(screen.getAllByText(/asc_fresh/).length).toBeGreaterThan(1))
    await user.click(await drawer.findByRole('button', { name: 'I have stored it' }))
    await waitFor(() => expect(screen.queryByText(/asc_fresh/)).toBeNull())
    expect(screen.getByText(/Authorization: Bearer \$ASCRIBE_KEY/)).toBeTruthy()
  })

  it('offers nothing to change to those who may only read, and no example to evidence', () => {
    const evidence = { ...source, role: 'evidence' as const }
    renderInTheme(<SourceScreen {...page({ source: evidence, canEdit: false, canEditKeys: false, keys: null })} />)
    for (const name of ['Edit', 'Re-process all', 'Make key']) expect(screen.queryByRole('button', { name })).toBeNull()
    expect(screen.queryByRole('heading', { name: 'Keys' })).toBeNull()
    expect(screen.queryByRole('heading', { name: 'How to send' })).toBeNull()
  })
})
