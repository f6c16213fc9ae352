import { type AuditFacts, command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import type { CalendarDate } from '@/lib/time/calendar'
import { areSameSpans, setSpan } from './dated-spans'
import { type MappingKind, mappingFacts, mappingsOf, type RegistryKind } from './kinds'
import { tellSpans } from './mapping-text'
import { type MappingChange, type MappingOutcome, type MovedMember, readSpans, replaceSpans, writeMapping } from './mappings'
import { beginRegistryChange } from './registry-version'
import { mapCostCenterSchema, mapTeamSchema } from './schema'

/** Says which cost centre a team belongs to from one day to another; spans that it cuts into keep their other days. */
export const mapTeam = command({
  name: 'team.map',
  permission: 'registry.edit',
  input: mapTeamSchema,
  async run({ tx }, { team, cost_center, from, to }) {
    await beginRegistryChange(tx)
    return applyMapping(tx, { kind: 'team_cost_center', member: team, owner: cost_center, from, to })
  },
})

/** Says which business unit a cost centre belongs to from one day to another. */
export const mapCostCenter = command({
  name: 'cost_center.map',
  permission: 'registry.edit',
  input: mapCostCenterSchema,
  async run({ tx }, { cost_center, business_unit, from, to }) {
    await beginRegistryChange(tx)
    return applyMapping(tx, { kind: 'cost_center_business_unit', member: cost_center, owner: business_unit, from, to })
  },
})

/** A change of a mapping within a command, with the audit facts that tell it. */
export async function applyMapping(
  tx: Database,
  change: MappingChange,
): Promise<{ result: MappingOutcome; audit: readonly AuditFacts[] }> {
  const outcome = await writeMapping(tx, change)
  const audit = outcome.changed ? [tellMove(change.kind, { id: outcome.memberId, code: change.member, ...outcome })] : []
  return { result: outcome, audit }
}

/** Lets something belong to nothing from a day on, with the audit facts that tell it; the days before stay as they are. */
export async function endMappings(
  tx: Database,
  kind: RegistryKind,
  { id, code }: { id: string; code: string },
  day: CalendarDate,
): Promise<AuditFacts[]> {
  const audit: AuditFacts[] = []
  for (const mapping of mappingsOf(kind)) {
    const before = (await readSpans(tx, mapping, [id])).get(id) ?? []
    const after = setSpan(before, { from: day, to: null }, null)
    if (areSameSpans(before, after)) continue
    await replaceSpans(tx, mapping, [{ memberId: id, spans: after }])
    audit.push(tellMove(mapping, { id, code, before, after }))
  }
  return audit
}

/** A history before and after, for the audit row of its member. */
export function tellMove(kind: MappingKind, { id, code, before, after }: MovedMember): AuditFacts {
  const { member, owner } = mappingFacts[kind]
  const field = owner.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return {
    subject: { kind: member, id, name: code },
    before: { [field]: tellSpans(before) },
    after: { [field]: tellSpans(after) },
  }
}
