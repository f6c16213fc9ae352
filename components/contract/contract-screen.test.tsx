import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { publishContractAction } from '@/lib/attribution/contract/actions'
import { defaultContractDocument } from '@/lib/attribution/contract/default-document'
import type { ContractPageData } from '@/lib/attribution/contract/loaders'
import { ContractScreen } from './contract-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/settings/contract',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/attribution/contract/actions', () => ({ publishContractAction: vi.fn() }))

const publish = vi.mocked(publishContractAction)
const labels: ContractPageData['document']['labels'] = [
  { column: 1, name: 'customer_tier', isRetired: false },
  { column: 2, name: 'plan', isRetired: true },
]
const page: ContractPageData = {
  version: 2,
  document: { ...defaultContractDocument, labels },
  versions: [
    {
      version: 2,
      publishedBy: 'Ada Okafor',
      publishedAt: '2026-06-01T09:00:00.000Z',
      note: 'Two labels',
      changes: [{ area: 'Labels', name: 'label_1', before: null, after: 'customer_tier' }],
    },
    { version: 1, publishedBy: null, publishedAt: null, note: null, changes: [] },
  ],
  canEdit: true,
  zone: 'UTC',
}
const show = (changes: Partial<ContractPageData> = {}) =>
  render(
    <Theme>
      <ContractScreen {...page} {...changes} />
    </Theme>,
  )
const button = (name: string) => screen.getByRole('button', { name })

beforeEach(() => publish.mockReset())

describe('the contract', () => {
  it('says per environment which fields are required and who supplies them', () => {
    show()
    const row = within(screen.getByRole('row', { name: /^sandbox/ }))
    expect(row.getAllByRole('cell').map(({ textContent }) => textContent)).toEqual([
      ...['Gateway', 'Not required', 'Not required', 'Not required', 'Platform', 'Not required'],
    ])
  })

  it('lists its versions with who, why and what changed', () => {
    show()
    const versions = screen.getByRole('region', { name: 'Versions' })
    expect(versions.textContent).toContain('Version 2In forceAda Okafor')
    expect(versions.textContent).toContain('Two labels')
    expect(versions.textContent).toContain('Labels label_1Added: customer_tier')
    expect(versions.textContent).toContain('Came with Ascribe')
  })

  it('can be edited only by those who may', () => {
    show({ canEdit: false })
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
  })
})

describe('trying it', () => {
  it('shows what a user string becomes, and what is dropped of it', async () => {
    show()
    const user = userEvent.setup()
    const field = screen.getByLabelText('A user string, or attributes')
    await user.clear(field)
    await user.type(field, 'team:growth|user:alice|colour:blue')
    const result = screen.getByRole('status', { name: 'What it becomes' })
    await waitFor(() => expect(result.textContent).toContain('Teamgrowth'))
    expect(result.textContent).toContain('End useralicefrom user, a part of itDropped')
    expect(result.textContent).toContain('unparsed_user')
  })

  it('follows what is being edited', async () => {
    show()
    const user = userEvent.setup()
    await user.click(button('Edit'))
    await user.click(screen.getByRole('switch', { name: 'Read user strings' }))
    const result = screen.getByRole('status', { name: 'What it becomes' })
    await waitFor(() => expect(result.textContent).toContain('End userteam:growth|feature:onboarding|env:prod'))
  })
})

describe('editing', () => {
  it('is published with a note, after a look at what changes', async () => {
    publish.mockResolvedValue({ ok: true, result: { version: 3 } })
    show()
    const user = userEvent.setup()
    await user.click(button('Edit'))
    await user.selectOptions(screen.getByLabelText('Cost centre in sandbox'), 'gateway')
    await user.type(screen.getByLabelText('Name of label_3'), 'workload')
    await user.click(button('Review and publish'))
    const drawer = await screen.findByRole('dialog')
    expect(drawer.textContent).toContain('sandbox: cost_centerAdded: required, from gateway')
    expect(drawer.textContent).toContain('label_3Added: workload')
    await user.type(within(drawer).getByLabelText(/What changes and why/), 'Ask for cost centres')
    await user.click(within(drawer).getByRole('button', { name: 'Publish version 3' }))
    await waitFor(() => expect(publish).toHaveBeenCalledOnce())
    const [input] = publish.mock.calls[0] ?? []
    expect(input).toMatchObject({ basedOn: 2, note: 'Ask for cost centres', reusedColumns: [] })
    expect(input?.document.labels).toEqual([...labels, { column: 3, name: 'workload', isRetired: false }])
  })

  it('needs a note', async () => {
    show()
    const user = userEvent.setup()
    await user.click(button('Edit'))
    await user.click(screen.getByRole('switch', { name: /^Keep ids of end users/ }))
    await user.click(button('Review and publish'))
    const drawer = await screen.findByRole('dialog')
    await user.click(within(drawer).getByRole('button', { name: 'Publish version 3' }))
    expect((await within(drawer).findByRole('alert')).textContent).toContain('What changes and why: say what changes and why')
    expect(publish).not.toHaveBeenCalled()
  })

  it('that says nothing new cannot be published', async () => {
    show()
    const user = userEvent.setup()
    await user.click(button('Edit'))
    await user.click(button('Review and publish'))
    const drawer = await screen.findByRole('dialog')
    expect(drawer.textContent).toContain('there is nothing to publish')
    expect(within(drawer).getByRole('button', { name: 'Publish version 3' })).toHaveProperty('disabled', true)
  })

  it('gives the column of a retired label away only after a warning, and names what is wrong', async () => {
    show()
    const user = userEvent.setup()
    await user.click(button('Edit'))
    expect(screen.queryByLabelText('Name of label_1')).toBeNull()
    await user.click(screen.getByRole('checkbox', { name: /What was sent as plan is then shown under the new name/ }))
    await user.type(screen.getByLabelText('Name of label_2'), 'Tier!')
    await user.click(button('Review and publish'))
    const drawer = await screen.findByRole('dialog')
    expect(within(drawer).getByRole('alert').textContent).toContain('labels[1].name: is a small letter')
    expect(within(drawer).getByRole('button', { name: 'Publish version 3' })).toHaveProperty('disabled', true)
  })

  it('is lost when it is discarded, and begins anew', async () => {
    show()
    const user = userEvent.setup()
    await user.click(button('Edit'))
    await user.click(button('Retire customer_tier'))
    expect(button('Take up again customer_tier')).toBeDefined()
    await user.click(button('Take up again customer_tier'))
    await user.click(button('Discard'))
    expect(button('Edit')).toBeDefined()
  })
})
