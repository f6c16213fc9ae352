import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import type { JobView, RunView } from '@/lib/jobs/loaders'
import { runJobAction } from '@/lib/server/job-actions'
import { describeSchedule } from './describe-schedule'
import { JobsScreen } from './jobs-screen'
import { formatDuration } from './run-state'

const refresh = vi.fn()
const router = { push: vi.fn(), refresh }
vi.mock('next/navigation', () => ({ usePathname: () => '/settings/jobs', useRouter: () => router }))
vi.mock('@/lib/server/job-actions', () => ({ runJobAction: vi.fn() }))

const run = (change: Partial<RunView> = {}): RunView => ({
  id: '1',
  startedAt: new Date(Date.now() - 120_000).toISOString(),
  finishedAt: new Date(Date.now() - 119_000).toISOString(),
  durationMs: 1000,
  summary: 'removed 3 sessions',
  error: null,
  ...change,
})

const job = (name: string, lastRun: RunView | null, change: Partial<JobView> = {}): JobView => ({
  name,
  description: `Does ${name}.`,
  schedule: '17 * * * *',
  nextRunAt: null,
  waiting: 0,
  lastRun,
  ...change,
})

const show = (jobs: JobView[], canRun = true) => renderInTheme(<JobsScreen jobs={jobs} canRun={canRun} zone="UTC" />)
const row = (name: string) => within(screen.getByRole('row', { name: new RegExp(`^${name} `) }))

beforeEach(() => vi.clearAllMocks())
afterEach(() => vi.useRealTimers())

describe('the state of a job', () => {
  it('is a word for each: never ran, running, failed, done, cut off', () => {
    show([
      job('newborn', null),
      job('runner', run({ finishedAt: null, durationMs: null, summary: null })),
      job('loser', run({ error: 'no answer', summary: null })),
      job('worker', run()),
      job('corpse', run({ startedAt: '2026-01-01T00:00:00.000Z', finishedAt: null, durationMs: null, summary: null })),
    ])
    expect(row('newborn').getByText('Never ran')).toBeTruthy()
    expect(row('runner').getByText('Running')).toBeTruthy()
    expect(row('loser').getByText('Failed')).toBeTruthy()
    expect(row('worker').getByText('Done')).toBeTruthy()
    expect(row('worker').getByText('removed 3 sessions')).toBeTruthy()
    expect(row('corpse').getByText('Cut off')).toBeTruthy()
  })

  it('says how many runs are waiting, and nothing where none are', () => {
    show([job('worker', run(), { waiting: 2 }), job('idler', run())])
    expect(row('worker').getByText('2 waiting')).toBeTruthy()
    expect(row('idler').queryByText(/waiting/)).toBeNull()
  })

  it('keeps the whole of a long error behind its first line', () => {
    const error = `could not connect\n${'at somewhere\n'.repeat(20)}`
    show([job('loser', run({ error, summary: null }))])
    expect(row('loser').getByText('could not connect…').tagName).toBe('SUMMARY')
    expect(row('loser').getByText(/at somewhere/).textContent).toBe(error)
  })
})

describe('running a job now', () => {
  it('asks the server by name', async () => {
    vi.mocked(runJobAction).mockResolvedValue({ ok: true, result: undefined })
    const user = userEvent.setup()
    show([job('worker', run())])
    await user.click(screen.getByRole('button', { name: 'Run worker now' }))
    expect(runJobAction).toHaveBeenCalledWith({ name: 'worker' })
  })

  it('says why it was refused', async () => {
    vi.mocked(runJobAction).mockResolvedValue({ ok: false, message: 'No job is called "worker".', errors: [] })
    const user = userEvent.setup()
    show([job('worker', run())])
    await user.click(screen.getByRole('button', { name: 'Run worker now' }))
    expect(await screen.findByText('No job is called "worker".')).toBeTruthy()
  })

  it('is not offered to those who may only look', () => {
    show([job('worker', run())], false)
    expect(screen.queryByRole('button', { name: /Run/ })).toBeNull()
  })

  it('looks again while something waits, and leaves a quiet page alone', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const quiet = show([job('worker', run())])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(refresh).not.toHaveBeenCalled()
    quiet.unmount()
    show([job('worker', run(), { waiting: 1 })])
    await vi.advanceTimersByTimeAsync(10_000)
    await waitFor(() => expect(refresh).toHaveBeenCalled())
  })
})

describe('describeSchedule', () => {
  it.each([
    ['* * * * *', 'Every minute'],
    ['*/5 * * * *', 'Every 5 minutes'],
    ['0 * * * *', 'Every hour'],
    ['17 * * * *', 'Every hour, 17 minutes past'],
    ['5 */6 * * *', 'Every 6 hours, 5 minutes past'],
    ['5 3 * * *', 'Every day at 03:05 UTC'],
    ['0 6 * * 1', 'Mondays at 06:00 UTC'],
    ['0 6 * * 7', 'Sundays at 06:00 UTC'],
    ['30 0 1 * *', 'On day 1 of each month at 00:30 UTC'],
    [null, 'When asked for'],
  ])('%s is "%s"', (schedule, words) => expect(describeSchedule(schedule)).toBe(words))

  it.each(['0 0 1 1 *', '1,2 * * * *', '0 6 1 * 1', '0 6 * * 1-5', '', 'nonsense'])(
    'has no words for "%s" rather than wrong ones',
    (schedule) => {
      expect(describeSchedule(schedule)).toBeNull()
    },
  )
})

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [59_440, '59.4 s'],
    [59_999, '1 min 0 s'],
    [61_000, '1 min 1 s'],
    [null, null],
  ])('%s ms reads %s', (durationMs, text) => expect(formatDuration(durationMs)).toBe(text))
})
