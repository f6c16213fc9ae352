import { beforeAll, describe, expect, it } from 'vitest'
import { makeKey, operator } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { readPriceBookContent } from './book-store/read-version'
import { publishDraft } from './commands/drafts'
import { unmapModelName } from './commands/models'
import { setPrice } from './commands/prices'
import { getPriceModel, getPriceModels, getPriceVersions } from './handlers'
import { importPrices } from './import/import-prices'
import { loadListPrices } from './load-list-prices'
import { publishShippedPrices } from './publish-shipped-prices'
import { postQuote } from './quote-handler'
import { publishEdit } from './testing/publish-example'

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)

let key = ''
beforeAll(async () => {
  await Promise.all([publishShippedPrices(db, operator), publishShippedPrices(db, operator)])
  key = (await makeKey(db)).secret
})

const context = { requestId: 'test', address: '192.0.2.1' }
async function call(handler: Handler, path: string, body?: unknown, secret = key) {
  const response = await handler(await makeRequest(path, { body, key: secret }), context)
  return { status: response.status, answer: await response.json() }
}
const quote = (body: unknown, secret = key) => call(postQuote, '/api/v1/price/quote', body, secret)
const gpt54 = { provider: 'openai', model: 'gpt-5.4', at: '2026-06-01T00:00:00Z' }

describe('the shipped list prices', () => {
  it('are version 1, published once however many processes start, and read back as the shipped document', async () => {
    expect(await sql`select number, origin, published_by from price_version`).toMatchObject([{ number: 1, origin: 'shipped' }])
    expect((await readPriceBookContent(db, 1)).book).toEqual(loadListPrices())
    expect(await publishShippedPrices(db, operator)).toEqual({ isNew: false })
  })

  it('stay as they are where the installed genai-prices says what they say', async () => {
    const source = { kind: 'genai-prices', since: new Date('2026-11-21T00:00:00Z') } as const
    expect(await importPrices(db, operator, source, source.since)).toMatchObject({ draftId: null, changes: [] })
  })
})

describe('POST /api/v1/price/quote', () => {
  it('prices a roll-up at base rates and one long request at its band', async () => {
    const rollUp = { ...gpt54, usage: { input_tokens: 1_200_000_000, output_tokens: 180_000_000, requests: 1_000_000 } }
    const half = { ...gpt54, usage: { input_tokens: '300000000', output_tokens: '45000000', requests: 1000 } }
    const single = { ...gpt54, usage: { ...rollUp.usage, requests: 1 } }
    const { status, answer } = await quote([rollUp, half, single])
    expect(status).toBe(200)
    expect(answer.map(({ cost_usd }: { cost_usd: string }) => cost_usd)).toEqual(['5700', '1425', '10050'])
  })

  it('answers one object with one, and says why where there is no price', async () => {
    expect((await quote({ ...gpt54, model: 'gpt-nonesuch', usage: {} })).answer).toMatchObject({
      cost_usd: null,
      error: 'unpriced_model',
    })
    expect((await quote({ ...gpt54, usage: { input_tokens: -1 } })).answer).toMatchObject({ error: 'invalid_usage' })
    expect((await quote({ ...gpt54, tier: 'imaginary', usage: {} })).answer).toMatchObject({ error: 'no_rate_for_tier' })
  })

  it.each([
    ['usage that is a list', [gpt54, gpt54, gpt54, { usage: [] }], 422, '[3].usage'],
    ['a time without an offset', { at: '2026-06-01', usage: {} }, 422, 'at'],
    ['a version that is not published', { price_version: 9, usage: {} }, 422, 'price_version'],
    ['a version that is no number', { price_version: '1', usage: {} }, 422, 'price_version'],
  ])('refuses %s, naming the path', async (_, body, expected, path) => {
    const complete = Array.isArray(body) ? body.map((one) => ({ ...gpt54, usage: {}, ...one })) : { ...gpt54, ...body }
    const { status, answer } = await quote(complete)
    expect(status).toBe(expected)
    expect(answer.errors).toEqual([expect.objectContaining({ path })])
  })

  it.each([
    ['a count that is a word', { input_tokens: 'many' }, 'input_tokens must be a number'],
    ['a field that nobody would price', { tokens: 5 }, 'tokens is not a usage field'],
  ])('answers %s in its place, and the others as if it were not there', async (_, usage, message) => {
    const good = { ...gpt54, usage: { input_tokens: 1 } }
    const { status, answer } = await quote([good, { ...gpt54, usage }, good])
    expect(status).toBe(200)
    expect(answer[1]).toMatchObject({ cost_usd: null, error: 'invalid_usage', message: expect.stringContaining(message) })
    expect([answer[0].error, answer[2].error]).toEqual([null, null])
  })

  it('takes a thousand and refuses one more', async () => {
    const one = { ...gpt54, usage: { input_tokens: 1 } }
    expect((await quote(Array.from({ length: 1000 }, () => one))).answer).toHaveLength(1000)
    expect((await quote(Array.from({ length: 1001 }, () => one))).status).toBe(413)
    expect(await quote([])).toEqual({ status: 200, answer: [] })
  })

  it('is for those who may read prices', async () => {
    const ingest = (await makeKey(db, { scopes: ['ingest'] })).secret
    expect((await quote({ ...gpt54, usage: {} }, ingest)).status).toBe(403)
  })

  it('quotes as an earlier version believed', async () => {
    const { version } = await publishEdit(db, operator, (draftId) =>
      setPrice(db, operator, {
        draftId,
        provider: 'mistral',
        model: 'mistral-large',
        price: { tier: 'standard', from: '2026-11-01T00:00:00Z', rates: { input: '99', output: '99' } },
      }),
    )
    const request = {
      provider: 'mistral',
      model: 'mistral-large',
      at: '2026-11-02T00:00:00Z',
      usage: { input_tokens: 1_000_000 },
    }
    const { answer } = await quote([
      { ...request, price_version: version },
      { ...request, price_version: 1 },
    ])
    expect(answer[0]).toMatchObject({ cost_usd: '99', price_version: String(version) })
    expect(answer[1].price_version).toBe('1')
    expect(answer[1].cost_usd).not.toBe('99')
  })
})

describe('GET /api/v1/price/…', () => {
  it('lists models and finds one whose name has slashes', async () => {
    const { answer } = await call(getPriceModels, '/api/v1/price/models?search=gpt-oss-120b&provider=groq&page_size=1')
    expect(answer.rows).toMatchObject([{ provider: 'groq', model: 'openai/gpt-oss-120b' }])
    const one = await call(getPriceModel, '/api/v1/price/models/groq/openai/gpt-oss-120b')
    expect(one.answer).toMatchObject({ model: 'openai/gpt-oss-120b' })
    expect((await call(getPriceModel, '/api/v1/price/models/groq/nothing%2Fhere')).status).toBe(404)
    expect((await call(getPriceModels, '/api/v1/price/models?page=0')).answer.errors).toMatchObject([{ path: 'page' }])
  })

  it('tells the age of the book and its versions', async () => {
    const { answer } = await call(getPriceVersions, '/api/v1/price/versions')
    expect(answer.age).toMatchObject({ asOf: loadListPrices().as_of })
    expect(answer.versions.at(-1)).toMatchObject({ number: 1, origin: 'shipped' })
  })
})

describe('an import from genai-prices', () => {
  it('drafts what the book has lost, the same draft the second time, and nothing once it is published', async () => {
    await publishEdit(db, operator, async (draftId) => {
      const of = { draftId, provider: 'openai', model: 'gpt-5.4' }
      await unmapModelName(db, operator, { ...of, pattern: 'gpt-5-4-2026-03-05' })
      await setPrice(db, operator, {
        ...of,
        model: 'gpt-4o',
        price: { tier: 'standard', from: '2026-10-01T00:00:00Z', rates: { input: '9' } },
      })
    })
    const source = { kind: 'genai-prices', since: new Date('2026-11-21T00:00:00Z') } as const
    const run = () => importPrices(db, operator, source, source.since)
    const [first, second] = [await run(), await run()]
    const kinds = first.changes.map(({ kind, provider, model }) => `${kind} ${provider} ${model}`)
    expect(kinds).toEqual(
      expect.arrayContaining(['new_period openai gpt-4o', 'alias openai gpt-5.4', 'new_period mistral mistral-large']),
    )
    expect(second).toMatchObject({ draftId: first.draftId, isNewDraft: false })
    await publishDraft(db, operator, { draftId: first.draftId ?? '', note: 'reviewed' })
    expect(await run()).toMatchObject({ draftId: null, changes: [] })
  })

  it('stores nothing of a file that does not read as prices', async () => {
    const before = await sql`select count(*) from price_draft`
    const source = { kind: 'file', name: 'x.json', text: '{"provider":"x","models":[{"model":"X"}]}' } as const
    await expect(importPrices(db, operator, source, new Date())).rejects.toMatchObject({ code: 'invalid' })
    expect(await sql`select count(*) from price_draft`).toEqual(before)
  })
})
