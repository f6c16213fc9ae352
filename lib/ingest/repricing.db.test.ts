import { afterAll, beforeAll, expect, it } from 'vitest'
import { operator } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { mapModelName } from '@/lib/pricing/commands/models'
import { publishEdit } from '@/lib/pricing/testing/publish-example'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { openLedgerClient } from '@/lib/usage/ledger-client'
import { usageRepricing } from '@/lib/usage/repricing-job'
import { verifyLedger } from '@/lib/usage/verify'
import { openImportSource } from './commands'
import { createNormaliser } from './normalise'
import { closeIngest, getIngest } from './process-ingest'
import { takeIn } from './take-in'
import { makeRecord, testOptions } from './testing/records'

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)
const client = openLedgerClient(url)

beforeAll(() => prepareInstallation(url, readEnv({})).then(() => undefined))
afterAll(async () => {
  await closeIngest()
  await client.end()
})

it('prices what had no price once a name for its model is published, by a job that publishing queues', async () => {
  const sourceId = await openImportSource(db, operator, { slug: 'gateway' })
  const { normalise } = createNormaliser({ ...testOptions(), sourceId })
  const records = Array.from({ length: 5 }, (_, index) =>
    normalise(makeRecord({ model: 'house-mini', request_id: `r-${index}` })),
  )
  const taken = await takeIn(getIngest(), { sourceId, format: 'canonical' }, records)
  expect(taken.results.map(({ cost_usd, findings }) => [cost_usd, findings.includes('unpriced_model')])).toEqual(
    Array.from({ length: 5 }, () => [null, true]),
  )

  await publishEdit(db, operator, (draftId) =>
    mapModelName(db, operator, { draftId, provider: 'openai', kind: 'exact', pattern: 'house-mini', model: 'gpt-4o-mini' }),
  )
  const queued = await sql`select task_identifier from graphile_worker.jobs`
  expect(queued.map(({ task_identifier }) => task_identifier)).toEqual(['usage-repricing'])

  const now = new Date()
  // The version is looked up once a second.
  await expect
    .poll(() => usageRepricing.run({ db, now, payload: {} }), { timeout: 5_000 })
    .toBe('5 events got another price by version 2')
  expect(await verifyLedger(client)).toMatchObject({ isSound: true, events: 5n })
  // 5 × 0.000474, as `lib/pricing/README.md` works out for these counts.
  const [sums] = await sql`select sum(cost)::text as cost, sum(unpriced_requests)::int as unpriced from usage_daily`
  expect(sums).toEqual({ cost: '0.002370000000000000', unpriced: 0 })
  expect(await usageRepricing.run({ db, now, payload: {} })).toBe('0 events got another price by version 2')
})

it('goes on where a run that was cut off stopped', async () => {
  await sql`insert into usage_repricing values (1, '2', '2026-06-15 09:00:00+00', '00000000-0000-0000-0000-000000000000', now())`
  expect(await usageRepricing.run({ db, now: new Date(), payload: {} })).toContain('going on from an earlier run')
  expect(await sql`select from usage_repricing`).toHaveLength(0)
})
