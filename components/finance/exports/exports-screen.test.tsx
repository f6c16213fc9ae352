import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { cancelExportAction, createExportAction } from '@/lib/finance/exports/actions'
import type { ExportsPageData, ExportView } from '@/lib/finance/exports/loaders'
import { formatBytes, percentRead } from './export-columns'
import { ExportsScreen } from './exports-screen'

const refresh = vi.fn()
vi.mock('next/navigation', () => ({ usePathname: () => '/finance/exports', useRouter: () => ({ push: vi.fn(), refresh }) }))
vi.mock('@/lib/finance/exports/actions', () => ({ createExportAction: vi.fn(), cancelExportAction: vi.fn() }))

const id = '00000000-0000-4000-8000-000000000001'
const done: ExportView = {
  ...{ id, kind: 'focus', month: '2026-05', state: 'done', created_by: 'fiona@example.com', isOwn: true },
  ...{ created_at: '2026-06-01T09:00:00.000Z', finished_at: '2026-06-01T09:01:00.000Z', expires_at: '2026-06-08T09:01:00.000Z' },
  ...{
    read_rows: 500,
    total_rows: 500,
    file_rows: 1_234,
    file_bytes: 1_400_000,
    total_cost_usd: '18450.5',
    unpriced_requests: 0,
  },
  ...{ failure: null, file: `/api/v1/finance/exports/${id}/file` },
}
const running: ExportView = {
  ...done,
  ...{ state: 'running', read_rows: 42, total_rows: 100, total_cost_usd: null, expires_at: null, file: null },
}
function open(exports: readonly ExportView[], change: Partial<ExportsPageData> = {}) {
  const user = userEvent.setup()
  const data = { months: ['2026-06', '2026-05'], askedMonth: null, zone: 'UTC', keptForDays: 7, seesEverything: true, ...change }
  render(
    <Theme env="test">
      <ExportsScreen exports={[...exports]} {...data} />
    </Theme>,
  )
  return user
}
const drawer = async () => within(await screen.findByRole('dialog'))
beforeEach(() => {
  vi.clearAllMocks()
  vi.useRealTimers()
})

describe('the list of exports', () => {
  it('links a file that is done, with its rows, size and exact total', () => {
    open([done])
    const row = within(screen.getByRole('row', { name: /FOCUS/ }))
    expect(row.getByRole('link', { name: 'Download FOCUS 1.2 cost and usage, May 2026' }).getAttribute('href')).toBe(done.file)
    expect(row.getByText('1,234')).toBeTruthy()
    expect(row.getByText('1.4 MB')).toBeTruthy()
    expect(row.getByText('$18,450.50').getAttribute('value')).toBe('18450.5')
  })

  it('says that a total is at least so much where something has no price', () => {
    open([{ ...done, unpriced_requests: 12 }])
    expect(screen.getByTitle(/At least \$18,450.5.*12 requests have no price/)).toBeTruthy()
  })

  it('shows how far one is that is being written, and asks again', () => {
    vi.useFakeTimers()
    open([running])
    expect(screen.getByRole('progressbar', { name: /FOCUS.*read/ }).getAttribute('aria-valuenow')).toBe('42')
    expect(screen.queryByRole('link', { name: /Download/ })).toBeNull()
    vi.advanceTimersByTime(2_100)
    expect(refresh).toHaveBeenCalledTimes(1)
  })

  it('tells why one failed, and asks no more', () => {
    vi.useFakeTimers()
    open([{ ...running, state: 'failed', failure: 'It could not be written.' }])
    expect(screen.getByText('It could not be written.')).toBeTruthy()
    vi.advanceTimersByTime(10_000)
    expect(refresh).not.toHaveBeenCalled()
  })

  it('cancels after a question, and offers that for nobody else’s', async () => {
    vi.mocked(cancelExportAction).mockResolvedValue({ ok: true, result: undefined })
    const user = open([running, { ...done, id: `${id.slice(0, -1)}2`, isOwn: false, kind: 'events' }])
    expect(screen.queryByRole('button', { name: /Remove Requests/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Cancel FOCUS 1.2 cost and usage, May 2026' }))
    await user.click((await drawer()).getByRole('button', { name: 'Cancel export' }))
    await waitFor(() => expect(cancelExportAction).toHaveBeenCalledWith({ id }))
  })
})

describe('asking for an export', () => {
  it('begins with the last month that is over', async () => {
    vi.mocked(createExportAction).mockResolvedValue({ ok: true, result: { id } })
    const user = open([])
    expect(screen.getByText('No export yet.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'New export' }))
    const form = await drawer()
    await user.click(form.getByRole('radio', { name: /Requests and their lines/ }))
    await user.click(form.getByRole('button', { name: 'Write the file' }))
    await waitFor(() => expect(createExportAction).toHaveBeenCalledWith({ kind: 'events', month: '2026-05' }))
  })

  it('opens by itself for the month of the statement that somebody came from', async () => {
    open([done], { askedMonth: '2026-06' })
    expect((await drawer()).getByRole('combobox', { name: /Month/ })).toHaveProperty('value', 'June 2026')
  })

  it('says why it was refused', async () => {
    const message = '5 exports of yours are under way: wait for one, or cancel it.'
    vi.mocked(createExportAction).mockResolvedValue({ ok: false, message, errors: [] })
    const user = open([])
    await user.click(screen.getByRole('button', { name: 'New export' }))
    await user.click((await drawer()).getByRole('button', { name: 'Write the file' }))
    expect(await screen.findByText(message)).toBeTruthy()
  })
})

describe('figures of an export', () => {
  it('never claim the whole before it is read', () => {
    expect(percentRead({ read_rows: 999, total_rows: 1_000 })).toBe(99)
    expect(percentRead({ read_rows: 5, total_rows: null })).toBeNull()
    expect(percentRead({ read_rows: 0, total_rows: 0 })).toBe(100)
  })

  it('are sizes in decimal units', () => {
    expect([0, 999, 1_000, 1_234_567].map(formatBytes)).toEqual(['0 B', '999 B', '1 kB', '1.2 MB'])
  })
})
