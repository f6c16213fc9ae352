import { describe, expect, it } from 'vitest'
import { onNewSeries } from '@/lib/attribution/attribute-series'
import { source } from '@/lib/db/schema/auth'
import { team } from '@/lib/db/schema/registry'
import { makeTeam } from '@/lib/db/testing/factories'
import { type EventChanges, makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { suggestByHours } from './suggest-hours'

const { db, ledger } = await createTestLedger({ zone: 'UTC', onNewSeries })
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
for (const slug of ['nightly', 'steady']) await makeTeam(db, { slug, name: slug })

let count = 0
const hourMs = 3_600_000
const start = Date.UTC(2026, 4, 10)
const hours = Array.from({ length: 72 }, (_, hour) => hour)
/** Calls of an hour, so many as a course of the day says. */
const bookCourse = (dimensions: EventChanges['dimensions'], callsIn: (hour: number) => number) =>
  ledger.book(
    hours.flatMap((hour) =>
      Array.from({ length: callsIn(hour) }, (_, call) => {
        count += 1
        return makeEvent(`event ${count}`, { occurredAtMs: start + hour * hourMs + call * 1_000, dimensions })
      }),
    ),
  )
const nightly = (hour: number) => (hour % 24 < 4 ? 3 : 0)
const key = (service: string) => ({ source: 'gateway', service, api_key: null, route: null })
const nowhere = { tagTeam: null, tagBasis: null }
const to = '2026-05-13'

await bookCourse({ tagTeam: 'nightly', service: 'known' }, nightly)
await bookCourse({ tagTeam: 'steady', service: 'other' }, (hour) => (hour % 3 === 0 ? 2 : 1))
await bookCourse({ ...nowhere, service: 'stray' }, nightly)
await bookCourse({ ...nowhere, service: 'odd' }, (hour) => (hour % 24 >= 12 ? 1 : 0))

describe('what comes in the same hours', () => {
  it('is suggested as a guess, with the correlation', async () => {
    expect(await suggestByHours(db, key('stray'), to)).toEqual([
      {
        basis: 'hours',
        confidence: 'low',
        action: { kind: 'owner', team: 'nightly' },
        title: 'Give to nightly',
        evidence: 'Its calls come in the hours in which those of nightly do: a correlation of 1.00 over 14 days.',
      },
    ])
  })

  it('suggests nothing for another course of the day, for what never called, and long after', async () => {
    expect(await suggestByHours(db, key('odd'), to)).toEqual([])
    expect(await suggestByHours(db, key('nothing'), to)).toEqual([])
    expect(await suggestByHours(db, key('stray'), '2026-07-01')).toEqual([])
  })

  it('suggests no team that was archived', async () => {
    await db.update(team).set({ archivedFrom: '2026-05-12', archivedAt: new Date() })
    expect(await suggestByHours(db, key('stray'), to)).toEqual([])
  })
})
