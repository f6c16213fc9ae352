import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { acknowledgeNotificationAction } from '@/lib/inbox/actions'
import type { NotificationView } from '@/lib/inbox/loaders'
import { InboxBell } from './inbox-bell'
import { InboxScreen } from './inbox-screen'

vi.mock('next/navigation', () => ({ usePathname: () => '/inbox', useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }) }))
vi.mock('@/lib/inbox/actions', () => ({ acknowledgeNotificationAction: vi.fn(), acknowledgeAllAction: vi.fn() }))

const notification = (id: string, acknowledgedAt: string | null = null): NotificationView => ({
  ...{ id, kind: 'budget.threshold', title: `Search reached ${id}%`, body: 'Spent: $75.00 of $100.00.', href: '/budgets/search' },
  ...{ createdAt: '2026-11-21T12:00:00.000Z', acknowledgedAt },
})

describe('the inbox', () => {
  it('acknowledges one notification, and offers nothing for what is acknowledged', async () => {
    vi.mocked(acknowledgeNotificationAction).mockResolvedValue({ ok: true, result: undefined })
    renderInTheme(<InboxScreen notifications={[notification('75'), notification('90', '2026-11-21T13:00:00.000Z')]} zone="UTC" />)
    expect(screen.getByText('1 to acknowledge')).toBeTruthy()
    await userEvent.setup().click(screen.getByRole('button', { name: 'Acknowledge: Search reached 75%' }))
    expect(acknowledgeNotificationAction).toHaveBeenCalledWith({ id: '75' })
    expect(screen.queryByRole('button', { name: 'Acknowledge: Search reached 90%' })).toBeNull()
  })

  it('says what will come where nothing came yet', () => {
    renderInTheme(<InboxScreen notifications={[]} zone="UTC" />)
    expect(screen.getByText('Nothing yet.')).toBeTruthy()
  })
})

describe('the bell', () => {
  it('says its count in words, and none where nothing waits', () => {
    renderInTheme(
      <>
        <InboxBell unread={120} />
        <InboxBell unread={0} />
      </>,
    )
    expect(screen.getByRole('link', { name: 'Inbox, 120 to acknowledge' }).textContent).toBe('99+')
    expect(screen.getByRole('link', { name: 'Inbox' }).textContent).toBe('')
  })
})
