import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { createKeyAction, revokeKeyAction } from '@/lib/keys/actions'
import type { KeysPageData, KeyView } from '@/lib/keys/loaders'
import { KeysScreen } from './keys-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/settings/keys',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/keys/actions', () => ({ createKeyAction: vi.fn(), revokeKeyAction: vi.fn() }))

const gateway: KeyView = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'LiteLLM in Frankfurt',
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

const page = (change: Partial<KeysPageData> = {}): KeysPageData => ({
  keys: [gateway],
  sources: [{ slug: 'litellm-eu', role: 'evidence', format: 'canonical' }],
  canEdit: true,
  zone: 'UTC',
  ...change,
})

async function openDrawer() {
  const user = userEvent.setup()
  renderInTheme(<KeysScreen {...page()} />)
  await user.click(screen.getByRole('button', { name: 'Make key' }))
  const drawer = within(await screen.findByRole('dialog'))
  return { user, drawer, submit: () => user.click(drawer.getByRole('button', { name: 'Make key' })) }
}

beforeEach(() => vi.clearAllMocks())

describe('making a key', () => {
  it('refuses a key without name and scope, naming both', async () => {
    const { drawer, submit } = await openDrawer()
    await submit()
    const alert = await drawer.findByRole('alert')
    expect(alert.textContent).toContain('Name: is needed')
    expect(alert.textContent).toContain('Scopes: name at least one')
    expect(createKeyAction).not.toHaveBeenCalled()
  })

  it('asks an ingest key for its source, and refuses a source that is no slug', async () => {
    const { user, drawer, submit } = await openDrawer()
    expect(drawer.queryByLabelText(/^Source/, { selector: 'input' })).toBeNull()
    await user.type(drawer.getByLabelText(/^Name/), 'Gateway')
    await user.click(drawer.getByRole('checkbox', { name: 'ingest' }))
    await submit()
    expect((await drawer.findByRole('alert')).textContent).toContain('Source: an ingest key sends for one source')
    await user.type(drawer.getByLabelText(/^Source/, { selector: 'input' }), 'Lite LLM')
    await submit()
    await waitFor(() => expect(drawer.getByRole('alert').textContent).toContain('Source: uses lower-case letters'))
    expect(createKeyAction).not.toHaveBeenCalled()
  })

  it('takes the role of a source that is there instead of asking for it', async () => {
    vi.mocked(createKeyAction).mockResolvedValue({ ok: true, result: { id: 'x', secret: 'asc_secret' } })
    const { user, drawer, submit } = await openDrawer()
    await user.type(drawer.getByLabelText(/^Name/), 'Gateway')
    await user.click(drawer.getByRole('checkbox', { name: 'ingest' }))
    await user.type(drawer.getByLabelText(/^Source/, { selector: 'input' }), 'litellm-eu')
    expect(drawer.queryByRole('radio', { name: /Evidence/ })).toBeNull()
    await submit()
    await waitFor(() =>
      expect(createKeyAction).toHaveBeenCalledWith(
        expect.objectContaining({ source: 'litellm-eu', role: 'evidence', expiresAt: null }),
      ),
    )
  })

  it('forgets a source that was typed before ingest was taken back', async () => {
    vi.mocked(createKeyAction).mockResolvedValue({ ok: true, result: { id: 'x', secret: 'asc_secret' } })
    const { user, drawer, submit } = await openDrawer()
    await user.type(drawer.getByLabelText(/^Name/), 'Reports')
    await user.click(drawer.getByRole('checkbox', { name: 'ingest' }))
    await user.type(drawer.getByLabelText(/^Source/, { selector: 'input' }), 'elsewhere')
    await user.click(drawer.getByRole('checkbox', { name: 'ingest' }))
    await user.click(drawer.getByRole('checkbox', { name: 'reports:read' }))
    await submit()
    await waitFor(() =>
      expect(createKeyAction).toHaveBeenCalledWith({ name: 'Reports', scopes: ['reports:read'], expiresAt: null }),
    )
  })

  it('shows the secret once, keeps it off the example, and never again after it was stored', async () => {
    vi.mocked(createKeyAction).mockResolvedValue({ ok: true, result: { id: 'x', secret: 'asc_topsecret' } })
    const { user, drawer, submit } = await openDrawer()
    await user.type(drawer.getByLabelText(/^Name/), 'Reports')
    await user.click(drawer.getByRole('checkbox', { name: 'reports:read' }))
    await submit()
    expect(await screen.findAllByText(/asc_topsecret/)).toHaveLength(1)
    expect(screen.getByText(/^curl -H/).textContent).toContain('/api/v1/whoami')
    await user.keyboard('{Escape}')
    expect(screen.getByText('asc_topsecret')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'I have stored it' }))
    await waitFor(() => expect(screen.queryByText('asc_topsecret')).toBeNull())
    await user.click(screen.getByRole('button', { name: 'Make key' }))
    expect(screen.queryByText('asc_topsecret')).toBeNull()
  })

  it('makes one key of an impatient double click', async () => {
    let answer: (value: Awaited<ReturnType<typeof createKeyAction>>) => void = () => undefined
    vi.mocked(createKeyAction).mockReturnValue(
      new Promise((resolve) => {
        answer = resolve
      }),
    )
    const { user, drawer } = await openDrawer()
    await user.type(drawer.getByLabelText(/^Name/), 'Reports')
    await user.click(drawer.getByRole('checkbox', { name: 'reports:read' }))
    await user.dblClick(drawer.getByRole('button', { name: 'Make key' }))
    answer({ ok: true, result: { id: 'x', secret: 'asc_secret' } })
    await screen.findByText('asc_secret')
    expect(createKeyAction).toHaveBeenCalledTimes(1)
  })
})

describe('the list of keys', () => {
  it('revokes after a question that names the key', async () => {
    vi.mocked(revokeKeyAction).mockResolvedValue({ ok: true, result: undefined })
    const user = userEvent.setup()
    renderInTheme(<KeysScreen {...page()} />)
    await user.click(screen.getByRole('button', { name: 'Revoke LiteLLM in Frankfurt' }))
    const question = await screen.findByRole('dialog')
    expect(question.textContent).toContain('Revoke “LiteLLM in Frankfurt”?')
    expect(revokeKeyAction).not.toHaveBeenCalled()
    await user.click(within(question).getByRole('button', { name: 'Revoke' }))
    await waitFor(() => expect(revokeKeyAction).toHaveBeenCalledWith({ id: gateway.id }))
  })

  it('shows an auditor every key and nothing to press', () => {
    renderInTheme(<KeysScreen {...page({ canEdit: false })} />)
    expect(screen.getByRole('rowheader', { name: 'LiteLLM in Frankfurt' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Revoke|Make key/ })).toBeNull()
  })

  it('offers no revoking of what is revoked', () => {
    renderInTheme(<KeysScreen {...page({ keys: [{ ...gateway, state: 'revoked' }] })} />)
    expect(screen.getByText('Revoked')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Revoke/ })).toBeNull()
  })
})
