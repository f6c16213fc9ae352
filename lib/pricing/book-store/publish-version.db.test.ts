import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { AppError } from '@/lib/errors'
import { createDraft, publishDraft, rebaseDraft } from '../commands/drafts'
import { mapModelName } from '../commands/models'
import { setPrice } from '../commands/prices'
import { addContractTerm } from '../commands/terms'
import { getPriceBook, getPriceBookAt } from '../get-price-book'
import { listRerateSpans } from '../queries/versions'
import { exampleDocument } from '../testing/example-book'
import { publishEdit, publishExample } from '../testing/publish-example'
import { normalizePriceBook } from './assemble-price-book'
import { findRateSetIds } from './materialize-rate-sets'
import { findLatestVersion, readPriceBookContent } from './read-version'

const { db, sql } = await createTestDatabase()

beforeAll(() => publishExample(db))

const setPlain = (draftId: string, input: string, from: string) =>
  setPrice(db, operator, {
    draftId,
    provider: 'acme',
    model: 'plain',
    price: { tier: 'standard', from, rates: { input, output: '10' } },
  })

interface Edit {
  kind: 'price' | 'correct' | 'name' | 'term'
  model: string
  text: string
  rate: string
}

let month = 0
/** First of a month that no other test has used, in the future, so that every edit finds its place. */
const nextMonth = () => new Date(Date.UTC(2027, month++, 1)).toISOString().replace('.000Z', 'Z')

describe('a published version', () => {
  it('reads back as the document that was published', async () => {
    const content = await readPriceBookContent(db, 1)
    expect(content).toEqual(normalizePriceBook({ book: exampleDocument, terms: [] }))
  })

  it('stays the same to the last byte whatever is published after it', async () => {
    const snapshots = new Map([[1, JSON.stringify(await readPriceBookContent(db, 1))]])
    const edit = fc.record({
      kind: fc.constantFrom<Edit['kind'][]>('price', 'correct', 'name', 'term'),
      model: fc.constantFrom('plain', 'free', 'fixed-fee'),
      text: fc.uuid(),
      rate: fc.nat(1000).map((number) => `0.${number}`),
    })
    const apply = async (draftId: string, { kind, model, text, rate }: Edit) => {
      const of = { draftId, provider: 'acme', model }
      const rates = { input: rate, output: '10' }
      if (kind === 'name') return mapModelName(db, operator, { ...of, pattern: text })
      if (kind === 'price') return setPrice(db, operator, { ...of, price: { tier: 'standard', from: nextMonth(), rates } })
      if (kind === 'correct') return setPrice(db, operator, { ...of, mode: 'correct', price: { tier: 'standard', rates } })
      return addContractTerm(db, operator, {
        draftId,
        term: { provider: 'acme', account: text, kind: 'percentage', value: '5' },
      })
    }
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const { id } = await createDraft(db, operator, {})
        for (const one of edits) await apply(id, one)
        try {
          const { version } = await publishDraft(db, operator, { draftId: id, note: 'property' })
          snapshots.set(version, JSON.stringify(await readPriceBookContent(db, version)))
        } catch (error) {
          // A correction to the rate that it has already changes nothing.
          if (!(error instanceof AppError && error.code === 'conflict')) throw error
        }
        for (const [version, snapshot] of snapshots) {
          expect(JSON.stringify(await readPriceBookContent(db, version))).toBe(snapshot)
        }
      }),
      { numRuns: 6 },
    )
    expect(snapshots.size).toBeGreaterThan(3)
  })

  it.each([
    ['its rates', 'update price_rate set rate = rate + 1'],
    ['its prices', 'update price_set set tier = tier'],
    ['its rows', "delete from price_alias where pattern = 'uno'"],
    ['itself', 'update price_version set note = note'],
    ['what it changed', 'delete from price_version_change'],
    ['its rate sets', 'update rate_set set key = key || key where id = 1'],
    ['everything at once', 'truncate price_model'],
  ])('cannot have %s changed, even by plain SQL', async (_, statement) => {
    await expect(sql.unsafe(statement)).rejects.toThrow(/never changed|cannot truncate/)
  })

  it('takes no rows after the transaction that published it', async () => {
    const insert = sql`insert into price_model (book_id, provider, model, known) values (1, 'acme', 'late', '[1,)')`
    await expect(insert).rejects.toThrow(/only added while/)
  })

  it('cannot hold two prices of one tier for the same time', async () => {
    const publishOverlap = sql.begin(async (tx) => {
      await tx`insert into price_version (book_id, number, published_at, published_by, note, origin, as_of, header, counts, change_counts)
        values (1, 900, now(), 'x', 'x', 'hand', '2026-01-01', '{}', '{}', '{}')`
      await tx`insert into price_set (book_id, provider, model, tier, valid, window_key, position, known)
        values (1, 'acme', 'twice', 'standard', '[2026-01-01,2026-03-01)', '', 0, '[900,)'),
               (1, 'acme', 'twice', 'standard', '[2026-02-01,)', '', 1, '[900,)')`
    })
    await expect(publishOverlap).rejects.toThrow(/price_set_no_overlap/)
  })
})

describe('rate sets', () => {
  it('keep their ids from version to version where their rates stay, and get another where they change', async () => {
    const before = await getPriceBookAt(db, (await findLatestVersion(db)) ?? 0)
    const idsBefore = await findRateSetIds(db, before)
    const correct = (draftId: string) =>
      setPrice(db, operator, {
        draftId,
        provider: 'acme',
        model: 'writer',
        mode: 'correct',
        price: { tier: 'standard', rates: { input: '1.5' } },
      })
    const { version } = await publishEdit(db, operator, correct)
    const after = await getPriceBookAt(db, version)
    const idsAfter = await findRateSetIds(db, after)
    const changed = [...idsAfter].filter(([key, id]) => idsBefore.get(key) !== id).map(([key]) => key)
    const sellers = new Set(changed.map((key) => key.split('|').slice(0, 2).join(' ')))
    // The seller itself, and the two that sell by its list.
    expect(sellers).toEqual(new Set(['acme writer', 'makers>acme writer', 'google>acme writer']))
    const [closed] = await sql`select last_version from rate_set where id = ${idsBefore.get(changed[0] ?? '') ?? 0}`
    expect(closed?.last_version).toBe(version - 1)
    expect(await listRerateSpans(db, version)).toMatchObject([
      { model: 'writer', tier: 'standard', from: null, kind: 'correction' },
    ])
  })

  it('come back with their ids when a correction is taken back', async () => {
    const original = await findRateSetIds(db, await getPriceBookAt(db, 1))
    const restore = (draftId: string) =>
      setPrice(db, operator, {
        draftId,
        provider: 'acme',
        model: 'writer',
        mode: 'correct',
        price: { tier: 'standard', rates: { input: '1', cache_write_5m: '3', audio_input: '5', image_input: '7' } },
      })
    const { version } = await publishEdit(db, operator, restore)
    const restored = await findRateSetIds(db, await getPriceBookAt(db, version))
    const key = [...restored.keys()].find((one) => one.startsWith('acme|writer|')) ?? ''
    expect(restored.get(key)).toBe(original.get(key))
  })

  it('have id 0 for what has no price', async () => {
    expect(await sql`select key from rate_set where id = 0`).toMatchObject([{ key: 'unpriced' }])
  })
})

describe('two people who publish at once', () => {
  it('have one of them publish and the other told to rebase, who can then', async () => {
    const drafts = await Promise.all([createDraft(db, operator, {}), createDraft(db, operator, {})])
    await setPlain(drafts[0].id, '7', nextMonth())
    await mapModelName(db, operator, { draftId: drafts[1].id, provider: 'acme', model: 'free', pattern: 'gratis' })
    const outcomes = await Promise.allSettled(
      drafts.map(({ id }) => publishDraft(db, operator, { draftId: id, note: 'at once' })),
    )
    const lost = outcomes.flatMap((outcome, index) => (outcome.status === 'rejected' ? [{ index, reason: outcome.reason }] : []))
    expect(lost).toHaveLength(1)
    expect(lost[0]?.reason).toMatchObject({ code: 'conflict', message: expect.stringContaining('rebase the draft') })
    const draftId = drafts[lost[0]?.index ?? 0]?.id ?? ''
    await rebaseDraft(db, operator, { draftId })
    const { version } = await publishDraft(db, operator, { draftId, note: 'after the other' })
    const { book } = await readPriceBookContent(db, version)
    const free = book.providers.flatMap(({ models }) => models).find(({ model }) => model === 'free')
    expect(free?.aliases?.exact).toContain('gratis')
  })

  it('are told which model both changed', async () => {
    const [mine, theirs] = await Promise.all([createDraft(db, operator, {}), createDraft(db, operator, {})])
    const from = nextMonth()
    await setPlain(mine.id, '8', from)
    await setPlain(theirs.id, '9', from)
    await publishDraft(db, operator, { draftId: theirs.id, note: 'first' })
    await expect(rebaseDraft(db, operator, { draftId: mine.id })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'acme plain' }],
    })
  })
})

it('prices by a new version within a second or so, also where another connection published it', async () => {
  const before = await getPriceBook(db)
  const { version } = await publishEdit(db, operator, (draftId) => setPlain(draftId, '6', nextMonth()))
  await expect.poll(async () => (await getPriceBook(db)).version, { timeout: 5000 }).toBe(String(version))
  expect(before.version).not.toBe(String(version))
})
