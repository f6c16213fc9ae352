import { z } from 'zod'
import { type Command, command } from '@/lib/audit/command'
import { type Actor, assertMay } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { findSourceId, reprocessRejected } from '@/lib/ingest/commands'
import { getIngest } from '@/lib/ingest/process-ingest'
import { reprocessSchema } from './schema'

/** What became of refused records that were read again. */
export interface ReprocessOutcome {
  /** Read and accepted. */
  readonly settled: number
  /** Refused again, with the reasons of today. */
  readonly refused: number
  /** The first of those that stay refused. */
  readonly reasons: readonly { readonly id: string; readonly path: string; readonly message: string }[]
}

const permission = 'source.edit'
const maxReasons = 20

/**
 * Reads refused records of a source again, by the rules of today. What is accepted is booked at once, in transactions of its own,
 * and is there whatever becomes of the note in the audit log; doing it twice changes nothing.
 */
export const reprocessSource: Command<typeof reprocessSchema, ReprocessOutcome> = Object.assign(
  async (db: Database, actor: Actor, input: z.input<typeof reprocessSchema>): Promise<ReprocessOutcome> => {
    assertMay(actor, permission)
    const parsed = reprocessSchema.safeParse(input)
    if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
    const { slug, record } = parsed.data
    const sourceId = await findSourceId(db, slug)
    const id = record === undefined ? undefined : BigInt(record)
    const { settled, refused } = await reprocessRejected(getIngest(), { sourceId, id })
    if (record !== undefined && settled + refused.length === 0) {
      throw new AppError('not_found', `There is no refused record ${record} of "${slug}" that waits: it may be settled already.`)
    }
    await noteReprocess(db, actor, { sourceId, slug, record: record ?? null, settled, refused: refused.length })
    const reasons = refused.slice(0, maxReasons).map(({ id: refusedId, errors: [first] }) => ({
      id: String(refusedId),
      path: first?.path ?? '',
      message: first?.message ?? '',
    }))
    return { settled, refused: refused.length, reasons }
  },
  { commandName: 'source.reprocess', permission } as const,
)

const noteReprocess = command({
  name: 'source.reprocess',
  permission,
  input: z.strictObject({
    sourceId: z.int(),
    slug: z.string(),
    record: z.string().nullable(),
    settled: z.int(),
    refused: z.int(),
  }),
  async run(_context, { sourceId, slug, record, settled, refused }) {
    const subject = { kind: 'source', id: String(sourceId), name: slug }
    const isIdle = settled + refused === 0
    return { result: undefined, audit: isIdle ? [] : [{ subject, before: null, after: { record, settled, refused } }] }
  },
})
