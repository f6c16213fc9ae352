import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { createUserAction, resetPasswordAction, updateUserAction } from '@/lib/users/actions'
import type { UsersPageData, UserView } from '@/lib/users/loaders'
import { UsersScreen } from './users-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/settings/users',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/users/actions', () => ({
  createUserAction: vi.fn(),
  updateUserAction: vi.fn(),
  setUserDisabledAction: vi.fn(),
  resetPasswordAction: vi.fn(),
  revokeUserSessionsAction: vi.fn(),
}))

const person = (index: number, change: Partial<UserView> = {}): UserView => ({
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  email: `person-${index}@example.com`,
  name: `Person ${index}`,
  role: 'engineer',
  teams: ['platform'],
  costCenters: [],
  sessions: 0,
  createdAt: '2026-10-01T08:00:00.000Z',
  lastSignInAt: null,
  disabledAt: null,
  ...change,
})

const ada = person(1, { name: 'Ada Admin', email: 'ada@example.com', role: 'admin', teams: [] })
const lee = person(2, { name: 'Lee Lead', email: 'lee@example.com', role: 'lead', teams: ['support-ops'], sessions: 2 })

const page = (change: Partial<UsersPageData> = {}): UsersPageData => ({
  users: [ada, lee],
  teams: [{ value: 'support-ops', label: 'Support (support-ops)' }],
  costCenters: [],
  ownId: ada.id,
  canEdit: true,
  zone: 'Europe/Berlin',
  ...change,
})

const names = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent)

beforeEach(() => vi.clearAllMocks())

describe('the list of people', () => {
  it('finds by every word, in name, address, role and team', async () => {
    const user = userEvent.setup()
    renderInTheme(<UsersScreen {...page()} />)
    expect(names()).toEqual(['Ada Admin (you)', 'Lee Lead'])
    const search = screen.getByRole('searchbox', { name: 'Search people' })
    await user.type(search, 'SUPPORT lee@')
    await waitFor(() => expect(names()).toEqual(['Lee Lead']))
    await user.clear(search)
    await user.type(search, 'support ada')
    expect(await screen.findByText('Nobody matches.')).toBeTruthy()
  })

  it('renders one page of ten thousand people and finds any of them', async () => {
    const user = userEvent.setup()
    const users = Array.from({ length: 10_000 }, (_, index) => person(index))
    renderInTheme(<UsersScreen {...page({ users })} />)
    expect(names()).toHaveLength(50)
    await user.click(screen.getByRole('searchbox'))
    await user.paste('person-9731@')
    await waitFor(() => expect(names()).toEqual(['Person 9731']))
  })

  it('shows an auditor the people and nothing to press', () => {
    renderInTheme(<UsersScreen {...page({ canEdit: false })} />)
    expect(names()).toHaveLength(2)
    expect(screen.queryByRole('button', { name: 'Add person' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Lee Lead' })).toBeNull()
  })

  it('says of a lead without anything assigned that they see nothing', () => {
    renderInTheme(<UsersScreen {...page({ users: [{ ...lee, teams: [] }] })} />)
    expect(screen.getByText('None: sees nothing')).toBeTruthy()
  })
})

describe('the drawer of a person', () => {
  it('refuses an engineer without a team before it asks the server, under the field and above the form', async () => {
    const user = userEvent.setup()
    renderInTheme(<UsersScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Add person' }))
    const drawer = await screen.findByRole('dialog')
    await user.type(within(drawer).getByRole('textbox', { name: /Name/ }), 'Eve')
    await user.click(within(drawer).getByRole('button', { name: 'Add person' }))
    const alert = await within(drawer).findByRole('alert')
    expect(alert.textContent).toContain('E-mail: is not an e-mail address')
    expect(alert.textContent).toContain('Teams: a lead needs a team')
    expect(createUserAction).not.toHaveBeenCalled()
  })

  it('reveals the password that was made, and closes only when it was stored', async () => {
    vi.mocked(createUserAction).mockResolvedValue({ ok: true, result: { id: 'x', madePassword: 'made-password-123' } })
    const user = userEvent.setup()
    renderInTheme(<UsersScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Add person' }))
    const drawer = await screen.findByRole('dialog')
    await user.type(within(drawer).getByRole('textbox', { name: /E-mail/ }), 'Eve@Example.com')
    await user.type(within(drawer).getByRole('textbox', { name: /Name/ }), 'Eve')
    await user.click(within(drawer).getByRole('radio', { name: /Finance/ }))
    await user.click(within(drawer).getByRole('button', { name: 'Add person' }))
    expect(await screen.findByText('made-password-123')).toBeTruthy()
    expect(createUserAction).toHaveBeenCalledWith({
      email: 'Eve@Example.com',
      name: 'Eve',
      role: 'finance',
      teams: [],
      costCenters: [],
    })
    await user.keyboard('{Escape}')
    expect(screen.getByText('made-password-123')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'I have stored it' }))
    await waitFor(() => expect(screen.queryByText('made-password-123')).toBeNull())
  })

  it('names the field that the server refused', async () => {
    vi.mocked(updateUserAction).mockResolvedValue({
      ok: false,
      message: 'Some fields need another value.',
      errors: [{ path: 'teams[0]', message: 'no team is registered as "gone"' }],
    })
    const user = userEvent.setup()
    renderInTheme(<UsersScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Lee Lead' }))
    const drawer = await screen.findByRole('dialog')
    await user.click(within(drawer).getByRole('button', { name: 'Save' }))
    expect((await within(drawer).findByRole('alert')).textContent).toContain('Teams: no team is registered as "gone"')
  })

  it('says that nothing is known where the connection was lost, and lets one try again', async () => {
    vi.mocked(updateUserAction).mockRejectedValueOnce(new TypeError('Failed to fetch'))
    const user = userEvent.setup()
    renderInTheme(<UsersScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Lee Lead' }))
    const drawer = await screen.findByRole('dialog')
    await user.click(within(drawer).getByRole('button', { name: 'Save' }))
    expect((await within(drawer).findByRole('alert')).textContent).toContain('No answer came from the server')
    vi.mocked(updateUserAction).mockResolvedValueOnce({ ok: true, result: undefined })
    await user.click(within(drawer).getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('offers on oneself nothing that would end the session showing its result', async () => {
    const user = userEvent.setup()
    renderInTheme(<UsersScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Ada Admin' }))
    const drawer = await screen.findByRole('dialog')
    expect(within(drawer).queryByRole('button', { name: 'Reset password' })).toBeNull()
    expect(within(drawer).getByRole('link', { name: 'Your account' })).toBeTruthy()
  })

  it('asks before it resets a password and does nothing on cancel', async () => {
    const user = userEvent.setup()
    renderInTheme(<UsersScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Lee Lead' }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Reset password' }))
    expect(await screen.findByText('Reset the password of Lee Lead?')).toBeTruthy()
    await user.click(screen.getAllByRole('button', { name: 'Cancel' }).at(-1) ?? document.body)
    expect(resetPasswordAction).not.toHaveBeenCalled()
  })
})
