import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  addContractTermAction,
  addCustomModelAction,
  addPriceProviderAction,
  createDraftAction,
  discardDraftAction,
  endModelPriceAction,
  setPriceAction,
} from '@/lib/pricing/actions'
import { type DraftEdit, EditDrawer } from './edit-drawer'
import { toFormField } from './edit-in-draft'
import { renderPricing } from './test-render'

const push = vi.fn()
const router = { push }
vi.mock('next/navigation', () => ({ usePathname: () => '/pricing', useRouter: () => router }))
vi.mock('@/lib/pricing/actions', () => ({
  addContractTermAction: vi.fn(),
  addCustomModelAction: vi.fn(),
  addPriceProviderAction: vi.fn(),
  createDraftAction: vi.fn(),
  discardDraftAction: vi.fn(),
  endContractTermAction: vi.fn(),
  endModelPriceAction: vi.fn(),
  mapModelNameAction: vi.fn(),
  removeModelPriceAction: vi.fn(),
  setPriceAction: vi.fn(),
  unmapModelNameAction: vi.fn(),
}))

const done = { ok: true, result: undefined } as const
const draftId = '00000000-0000-4000-8000-000000000001'

const show = (edit: DraftEdit, openDraft: string | null = draftId) =>
  renderPricing(
    <EditDrawer
      drawer={{ opened: true, subject: edit, opening: 1, close: vi.fn() }}
      editing={{ canEdit: true, providers: [{ provider: 'openai', models: 1 }], drafts: [], draftId: openDraft }}
    />,
  )
const field = (id: string) => document.getElementById(id) ?? document.body
const press = async (user: ReturnType<typeof userEvent.setup>, label: string) =>
  user.click(screen.getByText(label, { selector: 'button *' }).closest('button') ?? document.body)
/** The summary above the form; what was done in an earlier test may still stand in the corner. */
const alert = () =>
  waitFor(() => {
    const summary = document.querySelector('form [role="alert"]')
    if (!summary) throw new Error('the form says nothing')
    return summary.textContent
  })

beforeEach(() => {
  vi.clearAllMocks()
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ rows: [] })))
  vi.mocked(createDraftAction).mockResolvedValue({ ok: true, result: { id: 'new-draft', baseVersion: 1 } })
  vi.mocked(discardDraftAction).mockResolvedValue(done)
})

describe('adding a model', () => {
  it('refuses a rate that is no decimal and names what is missing, each under its field, before it asks the server', async () => {
    const user = userEvent.setup()
    show({ kind: 'model' })
    await user.type(field('rate-input'), '1,5')
    await press(user, 'Add to the draft')
    expect(await alert()).toContain('Provider: is needed')
    expect(screen.getAllByText('write a decimal such as 0.15, not negative').length).toBeGreaterThan(0)
    expect(addCustomModelAction).not.toHaveBeenCalled()
    expect(createDraftAction).not.toHaveBeenCalled()
  })

  it('adds a provider that the book does not have, begins a draft, and leads to it', async () => {
    vi.mocked(addPriceProviderAction).mockResolvedValue({ ok: true, result: { provider: 'own' } })
    vi.mocked(addCustomModelAction).mockResolvedValue({ ok: true, result: { model: 'llama' } })
    const user = userEvent.setup()
    show({ kind: 'model' }, null)
    await user.type(field('model-provider'), 'Own')
    await user.type(field('model-model'), 'Llama')
    await user.type(field('rate-input'), '0.18')
    await press(user, 'Add to the draft')
    await waitFor(() => expect(push).toHaveBeenCalledWith('/pricing/draft?draft=new-draft'))
    expect(addPriceProviderAction).toHaveBeenCalledWith({ draftId: 'new-draft', provider: 'own' })
    expect(addCustomModelAction).toHaveBeenCalledWith({
      draftId: 'new-draft',
      provider: 'own',
      entry: { model: 'llama', prices: [{ tier: 'standard', rates: { input: '0.18' } }] },
    })
  })

  it('gives up the draft that it began where the edit is refused, and says why beside the field', async () => {
    vi.mocked(addCustomModelAction).mockResolvedValue({
      ok: false,
      message: 'entry.model: openai has "gpt" already: set its price instead.',
      errors: [{ path: 'entry.model', message: 'openai has "gpt" already: set its price instead' }],
    })
    const user = userEvent.setup()
    show({ kind: 'model' }, null)
    await user.type(field('model-provider'), 'openai')
    await user.type(field('model-model'), 'gpt')
    await user.type(field('rate-input'), '1')
    await press(user, 'Add to the draft')
    expect(await alert()).toContain('Model: openai has "gpt" already')
    expect(discardDraftAction).toHaveBeenCalledWith({ draftId: 'new-draft' })
    expect(push).not.toHaveBeenCalled()
  })
})

describe('changing a price', () => {
  const prices = [
    {
      tier: 'standard',
      rates: { input: '2.5', output: '15' },
      bands: [{ over: 272_000, inclusive: false, rates: { input: '5' } }],
      min_quantity: { input: '10' },
      sources: ['gp'],
    },
  ]
  const edit: DraftEdit = { kind: 'price', provider: 'openai', model: 'gpt-5.4', prices, chosen: null }

  it('needs a day, and keeps bands and least quantities of the price that it follows', async () => {
    vi.mocked(setPriceAction).mockResolvedValue(done)
    const user = userEvent.setup()
    show(edit)
    await press(user, 'Add to the draft')
    expect(await alert()).toContain('Day: choose a day')
    await user.type(field('price-from'), '2026-12-01')
    const input = field('rate-input')
    await user.clear(input)
    await user.type(input, '2')
    await press(user, 'Add to the draft')
    await waitFor(() => expect(setPriceAction).toHaveBeenCalled())
    expect(setPriceAction).toHaveBeenCalledWith({
      draftId,
      provider: 'openai',
      model: 'gpt-5.4',
      mode: 'add',
      price: {
        tier: 'standard',
        from: '2026-12-01T00:00:00Z',
        rates: { input: '2', output: '15' },
        bands: [{ over: 272_000, inclusive: false, rates: { input: '5' } }],
        min_quantity: { input: '10' },
      },
    })
  })

  it('shows a refused day beside the day', async () => {
    vi.mocked(setPriceAction).mockResolvedValue({
      ok: false,
      message: 'price.from: there is a standard price already.',
      errors: [{ path: 'price.from', message: 'end this one before it begins' }],
    })
    const user = userEvent.setup()
    show(edit)
    await user.type(field('price-from'), '2026-12-01')
    await press(user, 'Add to the draft')
    expect(await alert()).toContain('Day: end this one before it begins')
  })

  it('ends a price on a day', async () => {
    vi.mocked(endModelPriceAction).mockResolvedValue(done)
    const user = userEvent.setup()
    show(edit)
    await user.click(screen.getByLabelText('End'))
    await user.type(field('price-from'), '2026-12-01')
    await press(user, 'End in the draft')
    await waitFor(() =>
      expect(endModelPriceAction).toHaveBeenCalledWith({
        draftId,
        provider: 'openai',
        model: 'gpt-5.4',
        tier: 'standard',
        window: '',
        at: '2026-12-01T00:00:00Z',
      }),
    )
  })
})

describe('adding a contract term', () => {
  it('wants the class of a fixed rate, under the field that chooses it', async () => {
    const user = userEvent.setup()
    show({ kind: 'term' })
    await user.click(screen.getByLabelText('Fixed rate'))
    await user.type(field('term-value'), '3.9')
    await user.type(field('term-provider'), 'openai')
    await press(user, 'Add to the draft')
    expect(await alert()).toContain('What it is about: a fixed rate needs the meter that it is the rate of')
    expect(addContractTermAction).not.toHaveBeenCalled()
  })

  it('takes no more than 100 % off', async () => {
    const user = userEvent.setup()
    show({ kind: 'term' })
    await user.type(field('term-value'), '101')
    await user.type(field('term-provider'), 'openai')
    await press(user, 'Add to the draft')
    expect(await alert()).toContain('at most 100 % can be taken off')
  })
})

describe('toFormField', () => {
  it.each([
    ['price.from', 'from'],
    ['price.rates.cached_input', 'rate-cached_input'],
    ['price.bands[1].rates.output', 'band-1-output'],
    ['price.bands[0].over', 'band-0-over'],
    ['entry.prices[0].rates.input', 'rate-input'],
    ['entry.aliases.exact', 'aliases.exact'],
    ['term.value', 'value'],
    ['pattern', 'pattern'],
  ])('%s is about %s', (path, name) => expect(toFormField(path)).toBe(name))
})
