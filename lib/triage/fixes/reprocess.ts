import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { type Actor, assertMay } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { findSourceId, reprocessRejected } from '@/lib/ingest/commands'
import type { getIngest } from '@/lib/ingest/process-ingest'
import { findingRefsSchema } from '../finding-ref'
import { finishFix, refuseField } from './frame-fix'
import { type FixInput, type FixOutcome, reprocessFixSchema } from './schema'

type Ingest = Parameters<typeof reprocessRejected>[0]

/** Opens what taking in needs, of this process: only when records are read again. */
export type OpenIngest = typeof getIngest | (() => Ingest)

/**
 * Reads the refused records of the findings' sources again, by the rules of today. What is accepted is booked at once, in
 * transactions of its own, and is there whatever becomes of the note; doing it twice changes nothing.
 */
export async function fixReprocess(
  db: Database,
  actor: Actor,
  input: FixInput<'reprocess'>,
  openIngest: OpenIngest,
): Promise<FixOutcome> {
  assertMay(actor, 'triage.resolve')
  const parsed = reprocessFixSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  const sources = parsed.data.findings.map(({ lane, key }, index) => {
    if (lane !== 'rejected_record') refuseField(`findings[${index}].lane`, 'is not rejected_record, the lane of refused records')
    return key.source ?? refuseField(`findings[${index}].key.source`, 'is none: the source was removed')
  })
  let accepted = 0
  let refused = 0
  for (const slug of new Set(sources)) {
    const outcome = await reprocessRejected(openIngest(), { sourceId: await findSourceId(db, slug) })
    accepted += outcome.settled
    refused += outcome.refused.length
  }
  const summary = `${accepted} refused ${accepted === 1 ? 'record was' : 'records were'} accepted, ${refused} stay refused.`
  return noteReprocess(db, actor, { findings: input.findings, summary })
}

const noteReprocess = command({
  name: 'triage.fix_reprocess',
  permission: 'triage.resolve',
  input: z.strictObject({ findings: findingRefsSchema, summary: z.string() }),
  async run(context, { findings, summary }) {
    const refusal = 'What was accepted is usage like any other: it is counted, and nothing takes it back.'
    const rows = await context.tx.execute<{ lane: string; key: Record<string, string | null> }>(sql`
      select 'rejected_record' as lane, jsonb_build_object('source', source.slug, 'format', rejected.format,
        'path', rejected.errors -> 0 ->> 'path', 'message', rejected.errors -> 0 ->> 'message') as key
      from rejected_record rejected left join source on source.id = rejected.source_id
      where rejected.resolved_at is null group by 1, 2`)
    const open = new Set(rows.map(({ key }) => describe(key)))
    const gone = findings.filter(({ key }) => !open.has(describe(key)))
    // Those that are refused again stay as they were; that somebody tried is noted all the same.
    return finishFix(context, findings, { kind: 'reprocess', summary, undo: { refusal }, resolved: gone })
  },
})

const describe = (key: Readonly<Record<string, string | null>>) =>
  JSON.stringify(['source', 'format', 'path', 'message'].map((name) => key[name] ?? null))
