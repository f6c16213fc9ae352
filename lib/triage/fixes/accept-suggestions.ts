import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, assertMay } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { type FindingRef, findingRefsSchema } from '../finding-ref'
import { keyHash } from '../findings-statement'
import { type Suggestion, suggestFixes } from '../suggestions'
import { runFix } from './run-fix'
import type { FixOutcome } from './schema'

export const acceptSuggestionsSchema = z.strictObject({ findings: findingRefsSchema })

/** What became of findings whose suggestions were accepted. */
export interface AcceptedSuggestions {
  readonly fixes: readonly FixOutcome[]
  /** Those that nothing was suggested for, or nothing that is more than a guess: they stay as they are. */
  readonly without: readonly FindingRef[]
}

/**
 * Does what is suggested for each of some findings, all in one transaction: its likeliest suggestion, unless that is of low
 * confidence. Findings with the same suggestion are one fix.
 */
export async function acceptSuggestions(
  db: Database,
  actor: Actor,
  input: z.input<typeof acceptSuggestionsSchema>,
  now = new Date(),
): Promise<AcceptedSuggestions> {
  assertMay(actor, 'triage.resolve')
  const parsed = acceptSuggestionsSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  const { findings } = parsed.data
  return db.transaction(async (tx) => {
    const hashes = await tx.execute<{ id: string }>(sql`
      select ${keyHash(sql`wanted.lane`, sql`wanted.key`)} as id
      from jsonb_to_recordset(${JSON.stringify(findings.map((ref, place) => ({ ...ref, place })))}::text::jsonb)
        as wanted (lane text, key jsonb, place int) order by place`)
    const named = findings.map((ref, index) => ({ ...ref, id: hashes[index]?.id ?? '' }))
    const suggestions = await suggestFixes(tx, scopeFor(actor, 'triage.resolve'), named, { now })
    const groups = new Map<string, { action: Suggestion['action']; findings: FindingRef[] }>()
    const without: FindingRef[] = []
    for (const { id, ...ref } of named) {
      const [best] = suggestions.get(id) ?? []
      if (!best || best.confidence === 'low') {
        without.push(ref)
        continue
      }
      const key = JSON.stringify([ref.lane, best.action])
      const group = groups.get(key) ?? { action: best.action, findings: [] }
      group.findings.push(ref)
      groups.set(key, group)
    }
    const outcomes: FixOutcome[] = []
    for (const { action, findings: own } of groups.values()) outcomes.push(await applyAction(tx, actor, action, own))
    return { fixes: outcomes, without }
  })
}

function applyAction(tx: Database, actor: Actor, action: Suggestion['action'], findings: FindingRef[]): Promise<FixOutcome> {
  const mutable = findings.map(({ lane, key }) => ({ lane, key: { ...key } }))
  if (action.kind === 'owner') return runFix(tx, actor, 'owner', { findings: mutable, team: action.team, note: 'As suggested.' })
  if (action.kind === 'alias_team') return runFix(tx, actor, 'alias_team', { findings: mutable, team: action.team })
  if (action.kind === 'register_team') return runFix(tx, actor, 'register_team', { findings: mutable })
  return runFix(tx, actor, 'cost_center', { findings: mutable, cost_center: action.cost_center })
}
