import { inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { actorLabel } from '@/lib/attribution/actor-label'
import { command } from '@/lib/audit/command'
import { type Actor, assertMay } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { source } from '@/lib/db/schema/auth'
import { usageDoubleRule } from '@/lib/db/schema/usage-double'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { reopenDoubles, settleDoubles } from '@/lib/usage/doubles'
import type { LedgerClient } from '@/lib/usage/ledger-client'
import { findingRefsSchema } from '../finding-ref'
import { withLedgerClient } from './capture'
import { finishFix, refuseField } from './frame-fix'
import { doubleKind } from './kinds'
import { doubleFixSchema, type FixInput, type FixOutcome } from './schema'
import type { fixUndoSchema } from './undo-schema'

/**
 * Settles the open pairs of calls that the findings' sources and higher ones may both have seen, and where it is asked for those
 * to come: either the lower look leaves the sums, or both are calls. Done by the ledger in transactions of its own, each of
 * which leaves the sums right.
 */
export async function fixDouble(db: Database, actor: Actor, input: FixInput<'double'>): Promise<FixOutcome> {
  assertMay(actor, 'triage.resolve')
  const parsed = doubleFixSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  const { count, and_next: andNext } = parsed.data
  const slugs = parsed.data.findings.map(({ lane, key }, index) => {
    if (lane !== 'capture_conflict' || key.kind !== doubleKind)
      refuseField(`findings[${index}].key.kind`, 'is not possible_double: only calls that two sources saw can count once')
    return key.source ?? refuseField(`findings[${index}].key.source`, 'is none: the source was removed')
  })
  const sources = await db.select({ id: source.id }).from(source).where(inArray(source.slug, slugs))
  const otherSourceIds = sources.map(({ id }) => id)
  const doubles = await withLedgerClient((client) =>
    settleDoubles(client, { otherSourceIds, settlement: count, now: new Date() }),
  )
  if (doubles.length === 0) throw new AppError('conflict', 'These findings are not there any more: somebody mended them already.')
  return noteDoubles(db, actor, { findings: input.findings, doubles, count, otherSourceIds, andNext })
}

const noteDoubles = command({
  name: 'triage.fix_double',
  permission: 'triage.resolve',
  input: z.strictObject({
    findings: findingRefsSchema,
    doubles: z.array(z.object({ keptKey: z.string(), otherKey: z.string() })),
    count: z.enum(['once', 'both']),
    otherSourceIds: z.array(z.number()),
    andNext: z.boolean(),
  }),
  async run(context, { findings, doubles, count, otherSourceIds, andNext }) {
    const doubleRules = andNext ? otherSourceIds : []
    for (const otherSourceId of doubleRules) {
      const decision = { settlement: count, decidedBy: actorLabel(context.actor), decidedAt: context.now }
      await context.tx
        .insert(usageDoubleRule)
        .values({ otherSourceId, ...decision })
        .onConflictDoUpdate({ target: usageDoubleRule.otherSourceId, set: decision })
    }
    const isOne = doubles.length === 1
    const calls = isOne ? '1 call that two sources saw' : `${doubles.length} calls that two sources saw each`
    const done = count === 'once' ? `${calls} ${isOne ? 'counts' : 'count'} once` : `${calls} ${isOne ? 'stays' : 'stay'} two`
    const summary = `${done}${andNext ? ', as do those to come' : ''}.`
    return finishFix(context, findings, { kind: 'double', summary, undo: { doubles, doubleRules } })
  },
})

/** Opens the pairs again that a fix settled, and decides nothing any more for those to come. */
export async function undoDoubles(
  db: Database,
  client: LedgerClient,
  { doubles, doubleRules }: Pick<z.output<typeof fixUndoSchema>, 'doubles' | 'doubleRules'>,
): Promise<void> {
  await db.execute(sql`delete from usage_double_rule
    where other_source_id in (select value::int from jsonb_array_elements_text(${JSON.stringify(doubleRules)}::text::jsonb))`)
  await reopenDoubles(client, doubles)
}
