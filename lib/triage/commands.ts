import { eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type AuditFacts, command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { appUser } from '@/lib/db/schema/auth'
import { team } from '@/lib/db/schema/registry'
import { triageFix, triageItem } from '@/lib/db/schema/triage'
import { AppError } from '@/lib/errors'
import { findReportingDay } from '@/lib/registry/registry-version'
import { dateSchema } from '@/lib/registry/schema'
import { addMonths } from '@/lib/time/calendar'
import { findingRefsSchema } from './finding-ref'
import { itemSubject, noteEvents, openItems, type TriageItem } from './items'

const commentSchema = z.string().trim().min(1, 'is needed').max(2_000, 'is at most 2,000 characters')

/** Whom to ask: a person by e-mail or id, a team by slug, or a desk. */
const assigneeSchema = z.union(
  [
    z.strictObject({ user: z.email().transform((email) => email.toLowerCase()) }),
    z.strictObject({ user_id: z.guid() }),
    z.strictObject({ team: z.string().min(1) }),
    z.strictObject({ desk: z.enum(['platform', 'finance']) }),
  ],
  'is {"user": e-mail}, {"user_id": id}, {"team": slug} or {"desk": "platform" or "finance"}, or null for the lane’s routing',
)

interface AssigneeColumns {
  readonly assigneeUserId: string | null
  readonly assigneeTeamId: string | null
  readonly assigneeDesk: string | null
}

const nobody: AssigneeColumns = { assigneeUserId: null, assigneeTeamId: null, assigneeDesk: null }

export const assignInputSchema = z.strictObject({ findings: findingRefsSchema, assignee: assigneeSchema.nullable() })

/** Asks somebody to look after findings; null gives them back to the lane's routing. */
export const assignFindings = command({
  name: 'triage.assign',
  permission: 'triage.edit',
  input: assignInputSchema,
  async run({ tx, actor }, { findings, assignee: asked }) {
    const { columns, assignee } = await findAssignee(tx, asked)
    const items = await openItems(tx, actor, findings)
    await updateItems(tx, items, columns)
    await noteEvents(tx, actor, items, { kind: 'assign', details: { assignee } })
    const audit = items.map((item) => ({
      subject: itemSubject(item),
      before: { assignee: item.assigneeUserId ?? item.assigneeTeamId ?? item.assigneeDesk },
      after: { assignee },
    }))
    return { result: { changed: items.length }, audit }
  },
})

export const moveInputSchema = z.strictObject({
  findings: findingRefsSchema,
  state: z.enum(['open', 'in_progress', 'waiting'], 'is open, in_progress or waiting'),
  comment: commentSchema.nullish(),
})

/** Says how far the work on findings is. That one is resolved needs no saying: its lane empties. */
export const moveFindings = command({
  name: 'triage.move',
  permission: 'triage.edit',
  input: moveInputSchema,
  async run({ tx, actor }, { findings, state, comment = null }) {
    const items = await openItems(tx, actor, findings)
    await updateItems(tx, items, { state, acceptedReason: null, acceptedUntil: null })
    await noteEvents(tx, actor, items, { kind: 'state', comment, details: { state } })
    return { result: { changed: items.length }, audit: items.map((item) => changeOfState(item, { state })) }
  },
})

export const commentInputSchema = z.strictObject({ findings: findingRefsSchema, comment: commentSchema })

/** Adds to the conversation about findings. */
export const commentOnFindings = command({
  name: 'triage.comment',
  permission: 'triage.edit',
  input: commentInputSchema,
  async run({ tx, actor }, { findings, comment }) {
    const items = await openItems(tx, actor, findings)
    await noteEvents(tx, actor, items, { kind: 'comment', comment })
    const audit = items.map((item) => ({ subject: itemSubject(item), before: null, after: { comment } }))
    return { result: { changed: items.length }, audit }
  },
})

/** So long something may be left as it is before somebody looks again. */
const maxAcceptedMonths = 12

/**
 * Leaves findings as they are, with a reason and until a day: the dollars stay unattributed, and say so. On the day after it
 * they are open again.
 */
export const acceptFindings = command({
  name: 'triage.accept',
  permission: 'triage.resolve',
  input: z.strictObject({ findings: findingRefsSchema, reason: commentSchema, until: dateSchema }),
  async run({ tx, actor, now }, { findings, reason, until }) {
    const today = await findReportingDay(tx, now)
    const latest = addMonths(today, maxAcceptedMonths)
    if (until <= today || until > latest) {
      const message = `is a day after today, ${latest} at the latest`
      throw new AppError('invalid', `until: ${message}.`, { errors: [{ path: 'until', message }] })
    }
    const items = await openItems(tx, actor, findings)
    const accepted = { state: 'accepted', acceptedReason: reason, acceptedUntil: until } as const
    await updateItems(tx, items, accepted)
    await noteEvents(tx, actor, items, { kind: 'state', comment: reason, details: { state: 'accepted', until } })
    const fixId = await storeFix(tx, actor, items, {
      kind: 'accept',
      summary: `Accepted until ${until}: ${reason}`,
      undo: {
        states: items.map(({ id, state, acceptedReason, acceptedUntil }) => ({ id, state, acceptedReason, acceptedUntil })),
      },
    })
    return {
      result: { fixId, changed: items.length },
      audit: items.map((item) => changeOfState(item, { state: 'accepted', reason, until })),
    }
  },
})

/** Notes an act of mending with what undoes it. */
export async function storeFix(
  tx: Database,
  actor: { readonly name: string },
  items: readonly TriageItem[],
  fix: Pick<typeof triageFix.$inferInsert, 'kind' | 'summary' | 'undo'>,
): Promise<string> {
  const [stored] = await tx
    .insert(triageFix)
    .values({ ...fix, itemIds: items.map(({ id }) => id), actorName: actor.name })
    .returning({ id: triageFix.id })
  if (!stored) throw new Error('a fix was not stored')
  return stored.id
}

/** Sets columns of items that are locked. */
export async function updateItems(
  tx: Database,
  items: readonly Pick<TriageItem, 'id'>[],
  columns: Partial<typeof triageItem.$inferInsert>,
): Promise<void> {
  if (items.length === 0) return
  await tx
    .update(triageItem)
    .set({ ...columns, updatedAt: sql`now()` })
    .where(
      inArray(
        triageItem.id,
        items.map(({ id }) => id),
      ),
    )
}

function changeOfState(item: TriageItem, after: Record<string, unknown>): AuditFacts {
  const before = { state: item.state, reason: item.acceptedReason, until: item.acceptedUntil }
  return { subject: itemSubject(item), before, after }
}

/** The columns of whom to ask, and how the history names them: people by e-mail. */
async function findAssignee(
  tx: Database,
  assignee: z.output<typeof assigneeSchema> | null,
): Promise<{ columns: AssigneeColumns; assignee: Record<string, string> | null }> {
  if (assignee === null) return { columns: nobody, assignee }
  if ('desk' in assignee) return { columns: { ...nobody, assigneeDesk: assignee.desk }, assignee }
  if ('user' in assignee || 'user_id' in assignee) {
    const isMeant = 'user' in assignee ? eq(appUser.email, assignee.user) : eq(appUser.id, assignee.user_id)
    const [found] = await tx.select({ id: appUser.id, user: appUser.email }).from(appUser).where(isMeant)
    if (found) return { columns: { ...nobody, assigneeUserId: found.id }, assignee: { user: found.user } }
    throw 'user' in assignee
      ? refuse('assignee.user', `nobody signs in as ${assignee.user}`)
      : refuse('assignee.user_id', 'nobody has this id')
  }
  const [found] = await tx.select({ id: team.id }).from(team).where(eq(team.slug, assignee.team))
  if (!found) throw refuse('assignee.team', `no team is registered as "${assignee.team}"`)
  return { columns: { ...nobody, assigneeTeamId: found.id }, assignee }
}

function refuse(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}.`, { errors: [{ path, message }] })
}
