import { describe, expect, it } from 'vitest'
import { onNewSeries } from '@/lib/attribution/attribute-series'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { triageEvent, triageLimit, triageSnapshot, triageTarget } from '@/lib/db/schema/triage'
import { makeTeam, makeUser } from '@/lib/db/testing/factories'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { listLimits } from '@/lib/triage/limits'
import { listFindings } from '@/lib/triage/queries'
import { findingsQuerySchema } from '@/lib/triage/schema'
import { type EventChanges, makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { actAs } from './act-as'
import { demoPeople } from './organization'
import { loadTriage } from './triage'

const { db, url, ledger } = await createTestLedger({ zone: 'Europe/Berlin', onNewSeries })
await pointProcessAt(url)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
await makeTeam(db, { slug: 'search' })
for (const { role, email } of demoPeople) await makeUser(db, { role, email })

const book = (name: string, changes: EventChanges) => ledger.book([makeEvent(name, { occurredAtMs: Date.now(), ...changes })])
const nowhere = { tagTeam: null, tagBasis: null }
await book('stray', { dimensions: nowhere })
await book('one', { dimensions: { tagTeam: 'unknown-one' }, usage: { input_tokens: 90_000n, output_tokens: 0n } })
await book('two', { dimensions: { tagTeam: 'unknown-two' } })
await book('mute', { usage: {}, dimensions: { missingTokens: true } })

const countAll = async () =>
  Promise.all([triageEvent, triageLimit, triageTarget, triageSnapshot].map((table) => db.$count(table)))

describe('the work on findings of the demo', () => {
  it('is under way after a first load, and the same after a second', async () => {
    await loadTriage(db)
    const admin = await actAs(db, 'admin')
    const query = findingsQuerySchema.parse({ state: ['in_progress', 'waiting', 'accepted'] })
    const { findings } = await listFindings(db, scopeFor(admin, 'triage.read'), query, { now: new Date() })
    expect(findings.map(({ lane, state }) => `${lane} ${state}`).toSorted()).toEqual([
      'missing_tokens accepted',
      'no_owner in_progress',
      'unknown_team waiting',
    ])
    const crossed = (await listLimits(db)).filter(({ crossings }) => crossings.length > 0)
    expect(crossed).toMatchObject([{ lane: null, measure: 'share' }])
    const before = await countAll()
    expect(before.every((count) => count > 0)).toBe(true)
    await loadTriage(db)
    expect(await countAll()).toEqual(before)
  })
})
