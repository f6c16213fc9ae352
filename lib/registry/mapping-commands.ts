import { type AuditFacts, command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import type { DatedSpan } from './dated-spans'
import { type MappingChange, type MappingOutcome, writeMapping } from './mappings'
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
  if (!outcome.changed) return { result: outcome, audit: [] }
  const [kind, field] =
    change.kind === 'team_cost_center' ? (['team', 'costCenter'] as const) : (['cost_center', 'businessUnit'] as const)
  const subject = { kind, id: outcome.memberId, name: change.member }
  return {
    result: outcome,
    audit: [{ subject, before: { [field]: tellSpans(outcome.before) }, after: { [field]: tellSpans(outcome.after) } }],
  }
}

/** `CC-1100 from the beginning to 2026-09-01`, one line a span; `none` for nothing at all. */
function tellSpans(spans: readonly DatedSpan<string>[]): string[] | 'none' {
  if (spans.length === 0) return 'none'
  return spans.map(({ value, from, to }) => `${value} from ${from ?? 'the beginning'}${to === null ? ' on' : ` to ${to}`}`)
}
