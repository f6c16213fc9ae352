import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { lockAttribution } from '@/lib/attribution/attribute-series'
import { beginOwnerChange, finishOwnerChange } from '@/lib/attribution/registry-commands/owner-change'
import { applyRuleChanges } from '@/lib/attribution/rules/commands'
import { type AuditFacts, command } from '@/lib/audit/command'
import { type Actor, assertMay } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { triageFix, triageItem } from '@/lib/db/schema/triage'
import { AppError } from '@/lib/errors'
import { lockPriceBook } from '@/lib/pricing/book-store/publish-version'
import { areSameSpans } from '@/lib/registry/dated-spans'
import { tellMove } from '@/lib/registry/mapping-commands'
import { readSpans, replaceSpans } from '@/lib/registry/mappings'
import { beginRegistryChange } from '@/lib/registry/registry-version'
import { noteEvents } from '../items'
import { withLedgerClient } from './capture'
import { undoDoubles } from './double'
import type { FixContext } from './frame-fix'
import { publishEdit } from './price-command'
import { withoutPrices } from './price-edits'
import type { FixOutcome } from './schema'
import { bookReplaced } from './take-captures'
import { fixUndoSchema } from './undo-schema'

type Undo = z.output<typeof fixUndoSchema>

/**
 * Takes a fix back: its rules, mappings, aliases and prices, and the states of its findings, as far as nobody changed them since.
 *
 * @throws AppError `conflict` where it was undone already, something was changed since, or it is of a kind that stays.
 */
export async function undoFix(db: Database, actor: Actor, input: { id: string }): Promise<FixOutcome> {
  assertMay(actor, 'triage.resolve')
  const found = await readUndo(db, input.id)
  const replaced = found.captures.filter(({ replacedId }) => replacedId !== null)
  if (replaced.length > 0) await withLedgerClient((client) => bookReplaced(db, client, replaced))
  if (found.doubles.length > 0 || found.doubleRules.length > 0) await withLedgerClient((client) => undoDoubles(db, client, found))
  return takeBack(db, actor, input)
}

const takeBack = command({
  name: 'triage.undo',
  permission: 'triage.resolve',
  input: z.strictObject({ id: z.uuid('is the id of a fix') }),
  async run(context, { id }) {
    const { tx, actor, now } = context
    const undo = await readUndo(tx, id)
    const audit: AuditFacts[] = []
    if (undo.ruleIds.length > 0) await lockAttribution(tx)
    if (undo.ruleIds.length > 0) {
      const changes = undo.ruleIds.map((ruleId) => ({ action: 'retire' as const, rule: { id: ruleId } }))
      audit.push(...(await applyRuleChanges(context, changes)).audit)
    }
    audit.push(...(await takeBackAliases(context, undo)), ...(await takeBackMappings(context, undo)))
    const notes = await takeBackPrices(context, undo)
    const kept = undo.captures.filter(({ replacedId }) => replacedId === null).map(({ id: captureId }) => captureId)
    await tx.execute(sql`
      update usage_capture set kind = 'conflict'
      where kind = 'settled' and id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(kept)}::text::jsonb))`)
    const [fix] = await tx.select().from(triageFix).where(eq(triageFix.id, id)).for('update')
    if (!fix || fix.undoneAt !== null) throw new AppError('conflict', 'This was undone already.')
    await tx.update(triageFix).set({ undoneAt: now }).where(eq(triageFix.id, id))
    await restoreStates(tx, undo)
    await noteEvents(
      tx,
      actor,
      fix.itemIds.map((itemId) => ({ id: itemId })),
      { kind: 'undo', details: { fix: id, summary: fix.summary } },
    )
    const subject = { kind: 'triage_fix', id, name: fix.summary.slice(0, 200) }
    audit.push({ subject, before: { undone: false }, after: { undone: true } })
    const message = [`Undone: ${fix.summary}`, ...notes].join(' ')
    return { result: { fixId: id, findings: fix.itemIds.length, message }, audit }
  },
})

async function readUndo(db: Database, id: string): Promise<Undo> {
  const isId = z.uuid().safeParse(id).success
  const [fix] = isId ? await db.select().from(triageFix).where(eq(triageFix.id, id)) : []
  if (!fix) throw new AppError('not_found', 'No such fix.')
  if (fix.undoneAt !== null) throw new AppError('conflict', 'This was undone already.')
  const undo = fixUndoSchema.parse(fix.undo)
  if (undo.refusal !== null) throw new AppError('conflict', undo.refusal)
  return undo
}

async function takeBackAliases({ tx, actor }: FixContext, { aliases }: Undo): Promise<AuditFacts[]> {
  if (aliases.length === 0) return []
  assertMay(actor, 'registry.edit')
  await beginOwnerChange(tx)
  const removed = await tx.execute<{ id: string; alias: string; target: string }>(sql`
    delete from registry_alias alias
    using jsonb_to_recordset(${JSON.stringify(aliases)}::text::jsonb) as added (alias text, target text)
    where alias.kind = 'team' and alias.alias = added.alias and alias.target = added.target
    returning alias.id, alias.alias, alias.target`)
  await finishOwnerChange(tx)
  return removed.map(({ id, alias, target }) => ({
    subject: { kind: 'alias', id, name: alias },
    before: { kind: 'team', alias, target },
    after: null,
  }))
}

async function takeBackMappings({ tx }: FixContext, { mappings }: Undo): Promise<AuditFacts[]> {
  if (mappings.length === 0) return []
  await beginRegistryChange(tx)
  const ids = mappings.map(({ teamId }) => teamId)
  await tx.execute(sql`select id from team where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
    order by id for no key update`)
  const current = await readSpans(tx, 'team_cost_center', ids)
  for (const { teamId, team, after } of mappings) {
    if (areSameSpans(current.get(teamId) ?? [], after)) continue
    throw new AppError('conflict', `Where ${team} belongs was changed since: change it among the teams.`)
  }
  await replaceSpans(
    tx,
    'team_cost_center',
    mappings.map(({ teamId, before }) => ({ memberId: teamId, spans: before })),
  )
  return mappings.map(({ teamId, team, before, after }) =>
    tellMove('team_cost_center', { id: teamId, code: team, before: after, after: before }),
  )
}

async function takeBackPrices(context: FixContext, { prices }: Undo): Promise<string[]> {
  if (prices.length === 0) return []
  await lockPriceBook(context.tx)
  const version = await publishEdit(context, 'Triage: a price was taken back', (book) => withoutPrices(book, prices))
  return [`Version ${version} of the price book is without it; what was priced meanwhile keeps its price.`]
}

/** States go back where nobody has moved them since. */
async function restoreStates(tx: Database, { states }: Undo): Promise<void> {
  const rows = await tx
    .select({ id: triageItem.id, state: triageItem.state })
    .from(triageItem)
    .where(
      sql`${triageItem.id} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(states.map(({ id }) => id))}::text::jsonb))`,
    )
    .for('update')
  const untouched = new Set(rows.filter(({ state }) => state === 'resolved' || state === 'accepted').map(({ id }) => id))
  const back = states
    .filter(({ id }) => untouched.has(id))
    .map((one) => (one.state === 'resolved' ? { ...one, state: 'open' } : one))
  await tx.execute(sql`
    update triage_item item set state = back.state, accepted_reason = back."acceptedReason", accepted_until = back."acceptedUntil",
      updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(back)}::text::jsonb) as back (id uuid, state text, "acceptedReason" text, "acceptedUntil" date)
    where item.id = back.id`)
}
