import { beforeAll, describe, expect, it } from 'vitest'
import { engineerActor, operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { getPriceBookAt } from '../get-price-book'
import { getDraft, listDrafts } from '../queries/drafts'
import { getModel } from '../queries/get-model'
import { getRateHistory } from '../queries/get-rate-history'
import { listModels } from '../queries/list-models'
import { listTerms } from '../queries/terms'
import { getBookAge, getVersionChanges, listVersions } from '../queries/versions'
import { quotePrice } from '../quote-price'
import { publishEdit, publishExample } from '../testing/publish-example'
import { createDraft, discardDraft, publishDraft } from './drafts'
import { addCustomModel, addPriceProvider, mapModelName } from './models'
import { setPrice } from './prices'
import { addContractTerm, endContractTerm } from './terms'

const { db, sql } = await createTestDatabase()

beforeAll(() => publishExample(db))

const quote = async (version: number, request: { model: string; at?: string; billing_account?: string }) =>
  quotePrice(
    await getPriceBookAt(db, version),
    { provider: 'acme', usage: { input_tokens: 1_000_000 }, at: '2026-12-15T00:00:00Z', ...request },
    new Date(),
  )

describe('a draft', () => {
  it('adds a provider and a model of one’s own, which have a price once it is published', async () => {
    const { version } = await publishEdit(db, operator, async (draftId) => {
      await addPriceProvider(db, operator, { draftId, provider: 'Own', aliases: ['own-gateway'] })
      const entry = { model: 'llama-own', prices: [{ tier: 'standard', rates: { input: '0.05' } }] }
      await addCustomModel(db, operator, { draftId, provider: 'own', entry })
      await mapModelName(db, operator, { draftId, provider: 'own', model: 'llama-own', pattern: 'Llama-Own-Latest' })
    })
    const book = await getPriceBookAt(db, version)
    const request = { provider: 'own-gateway', model: 'llama-own-latest', usage: { input_tokens: 1_000_000 } }
    expect(quotePrice(book, request, new Date()).cost_usd).toBe('0.05')
    expect((await listVersions(db))[0]).toMatchObject({ number: version, changeCounts: { new_model: 1 } })
    expect((await getVersionChanges(db, version, { kind: 'new_model' })).rows).toMatchObject([
      { provider: 'own', model: 'llama-own' },
    ])
  })

  it('is recorded in the audit log at every step, and leaves nothing when it is discarded', async () => {
    const { id } = await createDraft(db, operator, { note: 'to be given up' })
    await mapModelName(db, operator, { draftId: id, provider: 'acme', model: 'plain', pattern: 'plane' })
    await discardDraft(db, operator, { draftId: id })
    const rows = await sql`select command from audit_entry where subject_id = ${id} order by id`
    expect(rows.map(({ command }) => command)).toEqual(['price.create_draft', 'price.map_name', 'price.discard_draft'])
    expect((await listDrafts(db)).some((draft) => draft.id === id)).toBe(false)
    await expect(getDraft(db, id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is not published without a note, without a change, or after an edit that nobody saw', async () => {
    const { id } = await createDraft(db, operator, {})
    await expect(publishDraft(db, operator, { draftId: id, note: ' ' })).rejects.toMatchObject({ errors: [{ path: 'note' }] })
    await expect(publishDraft(db, operator, { draftId: id, note: 'nothing' })).rejects.toMatchObject({ code: 'conflict' })
    const { revision } = await getDraft(db, id)
    await mapModelName(db, operator, { draftId: id, provider: 'acme', model: 'plain', pattern: 'plane' })
    await expect(publishDraft(db, operator, { draftId: id, note: 'stale', revision })).rejects.toMatchObject({ code: 'conflict' })
    expect(await getDraft(db, id)).toMatchObject({ revision: 2, changeCounts: { alias: 1 }, faults: [], isOutdated: false })
  })

  it('can say that the figures were looked over and are as they were', async () => {
    const { id } = await createDraft(db, operator, {})
    await publishDraft(db, operator, { draftId: id, note: 'checked', asOf: '2026-11-01' })
    expect(await getBookAge(db, new Date('2026-11-21T00:00:00Z'))).toMatchObject({ asOf: '2026-11-01', ageDays: 20 })
  })

  it('is for administrators', async () => {
    const engineer = await engineerActor(db)
    await expect(createDraft(db, engineer, {})).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each([
    ['a negative rate', { tier: 'standard', rates: { input: '-1' } }, 'price.rates.input'],
    ['an unknown meter', { tier: 'standard', rates: { inputs: '1' } }, 'price.rates'],
    ['a date without an offset', { tier: 'standard', from: '2026-12-01', rates: { input: '1' } }, 'price.from'],
    ['no rate at all', { tier: 'standard', rates: {} }, 'price.rates'],
    [
      'an uplift that would not come out even',
      { tier: 'standard', rates: { input: '0.000000000000000001' } },
      'providers[0].uplifts[0].models',
    ],
  ])('refuses %s by its field', async (_, price, path) => {
    const { id } = await createDraft(db, operator, {})
    const attempt = setPrice(db, operator, {
      draftId: id,
      provider: 'acme',
      model: 'plain',
      mode: 'correct',
      price: price as never,
    })
    await expect(attempt).rejects.toMatchObject({
      code: 'invalid',
      errors: expect.arrayContaining([expect.objectContaining({ path })]),
    })
    expect(await getDraft(db, id)).toMatchObject({ revision: 1, changes: [] })
  })
})

describe('contract terms', () => {
  it('make the contract cost beside the list cost, for their account and their time', async () => {
    const { version } = await publishEdit(db, operator, async (draftId) => {
      const term = { id: 'acme-15', provider: 'acme', account: 'org-1', kind: 'percentage' as const, value: '15' }
      await addContractTerm(db, operator, { draftId, term: { ...term, from: '2026-12-01T00:00:00Z' } })
    })
    const inForce = { model: 'plain', billing_account: 'org-1' }
    expect(await quote(version, inForce)).toMatchObject({ cost_usd: '1.7', list_cost_usd: '2' })
    expect(await quote(version, { ...inForce, at: '2026-11-30T23:59:59Z' })).toMatchObject({ cost_usd: '2', list_cost_usd: '2' })
    expect(await quote(version, { model: 'plain' })).toMatchObject({ cost_usd: '2' })
    const detail = await getModel(db, 'acme', 'plain')
    expect(detail.terms).toMatchObject([{ id: 'acme-15', value: '15' }])
    expect(detail.contract.find(({ meter }) => meter === 'input')).toMatchObject({
      list: '2',
      contract: '1.7',
      terms: ['acme-15'],
    })
  })

  it('end, by a version of their own', async () => {
    const { version } = await publishEdit(db, operator, (draftId) =>
      endContractTerm(db, operator, { draftId, term: 'acme-15', to: '2026-12-10T00:00:00Z' }),
    )
    expect(await quote(version, { model: 'plain', billing_account: 'org-1' })).toMatchObject({ cost_usd: '2' })
    expect(await quote(version - 1, { model: 'plain', billing_account: 'org-1' })).toMatchObject({ cost_usd: '1.7' })
    expect(await listTerms(db, {}, new Date('2027-01-01T00:00:00Z'))).toMatchObject([{ id: 'acme-15', state: 'ended' }])
  })

  it('name the field where they make no sense', async () => {
    const { id } = await createDraft(db, operator, {})
    const add = (term: Parameters<typeof addContractTerm>[2]['term']) => addContractTerm(db, operator, { draftId: id, term })
    await expect(add({ provider: 'nobody', kind: 'percentage', value: '5' })).rejects.toMatchObject({
      errors: [{ path: 'term.provider' }],
    })
    await expect(add({ provider: 'acme', kind: 'fixed', value: '5' })).rejects.toMatchObject({ errors: [{ path: 'term.meter' }] })
    await expect(add({ provider: 'acme', kind: 'percentage', value: '101' })).rejects.toMatchObject({
      errors: [{ path: 'term.value' }],
    })
    await expect(add({ provider: 'acme', model: 'none', kind: 'percentage', value: '5' })).rejects.toMatchObject({
      errors: [{ path: 'term.model' }],
    })
  })
})

describe('what screens read', () => {
  it('finds models by a part of any of their names, wildcards taken as they are', async () => {
    expect((await listModels(db, { search: 'UNO' })).rows.map(({ model }) => model)).toEqual(['one'])
    expect((await listModels(db, { search: '%' })).total).toBe(0)
    const page = await listModels(db, { provider: 'acme', page: 2, pageSize: 2 })
    expect(page.rows).toHaveLength(2)
    expect(page.total).toBe(11)
  })

  it('shows the rates in force now, tiers, bands and windows', async () => {
    const rowOf = async (model: string, at: string) =>
      (await listModels(db, { provider: 'acme', search: model }, new Date(at))).rows.find((row) => row.model === model)
    expect(await rowOf('banded', '2026-06-01T00:00:00Z')).toMatchObject({
      bands: 2,
      tiers: 1,
      rates: { input: '1', output: '2' },
    })
    expect(await rowOf('dated', '2026-03-01T00:00:00Z')).toMatchObject({ tiers: 2, rates: { input: '2', web_search: '20' } })
    expect(await rowOf('dated', '2026-06-15T00:00:00Z')).toMatchObject({ rates: {} })
    expect(await rowOf('nightly', '2026-06-01T00:00:00Z')).toMatchObject({ hasDailyWindow: true, rates: { input: '4' } })
  })

  it('draws the history of each meter over valid time, gaps left open', async () => {
    const { prices } = await getModel(db, 'acme', 'dated')
    const input = getRateHistory(prices).find(({ tier, meter }) => tier === 'standard' && meter === 'input')
    expect(input?.points).toEqual([
      { from: null, to: '2026-01-01T00:00:00Z', rate: '1' },
      { from: '2026-01-01T00:00:00Z', to: '2026-06-01T00:00:00Z', rate: '2' },
      { from: '2026-07-01T00:00:00Z', to: null, rate: '3' },
    ])
  })

  it('says which versions believed a price', async () => {
    const { version } = await publishEdit(db, operator, (draftId) =>
      setPrice(db, operator, {
        draftId,
        provider: 'acme',
        model: 'free',
        mode: 'correct',
        price: { tier: 'standard', rates: { input: '1', output: '0' } },
      }),
    )
    const { prices, changes } = await getModel(db, 'acme', 'free')
    expect(
      prices.map(({ rates, firstVersion, untilVersion, isCurrent }) => [rates.input, firstVersion, untilVersion, isCurrent]),
    ).toEqual(
      expect.arrayContaining([
        ['0', 1, version, false],
        ['1', version, null, true],
      ]),
    )
    expect(changes[0]).toMatchObject({ version, kind: 'correction', isPast: true })
  })
})
