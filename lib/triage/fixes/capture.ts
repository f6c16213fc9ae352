import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { type Actor, assertMay } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { type LedgerClient, openLedgerClient } from '@/lib/usage/ledger-client'
import { findingRefsSchema } from '../finding-ref'
import { finishFix, refuseField } from './frame-fix'
import { doubleKind } from './kinds'
import { captureFixSchema, type FixInput, type FixOutcome } from './schema'
import { bookOthers, type SettledCapture } from './take-captures'

/**
 * Settles contradicting records of the findings' sources: keeps what is booked, or books what they say instead. Booking is done
 * by the ledger in transactions of its own; an event is never left between the two.
 */
export async function fixCapture(db: Database, actor: Actor, input: FixInput<'capture'>): Promise<FixOutcome> {
  assertMay(actor, 'triage.resolve')
  const parsed = captureFixSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  const sources = parsed.data.findings.map(({ lane, key }, index) => {
    if (lane !== 'capture_conflict')
      refuseField(`findings[${index}].lane`, 'is not capture_conflict, the lane of contradicting records')
    if (key.kind === doubleKind)
      refuseField(`findings[${index}].key.kind`, 'is possible_double: whether it counts once is settled by the fix double')
    return key.source ?? refuseField(`findings[${index}].key.source`, 'is none: the source was removed')
  })
  const { findings, take } = input
  if (take === 'first') return settleFirst(db, actor, { findings, sources })
  const captures = await withLedgerClient((client) => bookOthers(db, client, sources))
  if (captures.length === 0)
    throw new AppError('conflict', 'These findings are not there any more: somebody mended them already.')
  return noteOthers(db, actor, { findings, captures })
}

/** Runs something on a connection of the ledger's kind, closed afterwards. */
export async function withLedgerClient<T>(work: (client: LedgerClient) => Promise<T>): Promise<T> {
  const databaseUrl = process.env.DATABASE_URL
  if (!databaseUrl) throw new Error('DATABASE_URL is not set: start through npm run dev, npm start or npm run demo')
  const client = openLedgerClient(databaseUrl, { max: 2 })
  try {
    return await work(client)
  } finally {
    await client.end({ timeout: 5 })
  }
}

const settleFirst = command({
  name: 'triage.fix_capture',
  permission: 'triage.resolve',
  input: z.strictObject({ findings: findingRefsSchema, sources: z.array(z.string()) }),
  async run(context, { findings, sources }) {
    const gone = await context.tx.execute<{ id: string }>(sql`
      update usage_capture set kind = 'settled'
      where kind = 'conflict' and source_id in (select id from source
        where slug in (select value from jsonb_array_elements_text(${JSON.stringify(sources)}::text::jsonb)))
      returning id::text as id`)
    if (gone.length === 0) throw new AppError('conflict', 'These findings are not there any more: somebody mended them already.')
    return finishFix(context, findings, {
      kind: 'capture',
      summary: `Kept what was booked first; ${gone.length} contradicting ${gone.length === 1 ? 'record is' : 'records are'} settled.`,
      undo: { captures: gone.map(({ id }) => ({ id, replacedId: null })) },
    })
  },
})

const noteOthers = command({
  name: 'triage.fix_capture',
  permission: 'triage.resolve',
  input: z.strictObject({
    findings: findingRefsSchema,
    captures: z.array(z.object({ id: z.string(), replacedId: z.string().nullable() })),
  }),
  run(context, { findings, captures }: { findings: z.output<typeof findingRefsSchema>; captures: SettledCapture[] }) {
    const count = new Set(captures.map(({ replacedId }) => replacedId)).size
    const summary = `Booked the other record of ${count} ${count === 1 ? 'call' : 'calls'}.`
    return finishFix(context, findings, { kind: 'capture', summary, undo: { captures } })
  },
})
