import { sql } from 'drizzle-orm'
import { type AuditFacts, command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { cutTime, type DatedSpan, type DayBounds, hasDays, valueOn } from '@/lib/registry/dated-spans'
import { applyMapping } from '@/lib/registry/mapping-commands'
import { readSpans } from '@/lib/registry/mappings'
import { beginRegistryChange } from '@/lib/registry/registry-version'
import type { CalendarDate } from '@/lib/time/calendar'
import type { FindingRef } from '../finding-ref'
import { defaultFrom, finishFix, keepPresent, refuseField } from './frame-fix'
import { costCenterFixSchema } from './schema'
import type { FixUndo } from './undo-schema'

/** Where one team is to belong on which days. */
export interface CostCenterPlan {
  readonly team: string
  readonly costCenter: string
  /** The days that it has no cost centre on alone; else all from the day on. */
  readonly isGapOnly: boolean
}

/**
 * Says which cost centre the teams of findings belong to. Of a team without one, only the days on which it has none, from a day
 * on; of a mismatch all days from then on, by default where its callers say.
 */
export const fixCostCenter = command({
  name: 'triage.fix_cost_center',
  permission: 'triage.resolve',
  input: costCenterFixSchema,
  async run(context, { findings, cost_center: costCenter, from: given }) {
    const { tx } = context
    const from = await defaultFrom(context, given)
    planCostCenters(findings, costCenter)
    await beginRegistryChange(tx)
    const present = await keepPresent(context, findings)
    const plans = planCostCenters(present, costCenter)
    const audit: AuditFacts[] = []
    const mappings: NonNullable<FixUndo['mappings']> = []
    for (const plan of plans) {
      const { teamId, spans: before } = await findSpans(tx, plan.team)
      const pieces = plan.isGapOnly ? gapsFrom(before, from) : [{ from, to: null }]
      let after = before
      for (const piece of pieces) {
        const outcome = await applyMapping(tx, { kind: 'team_cost_center', member: plan.team, owner: plan.costCenter, ...piece })
        after = [...outcome.result.after]
        audit.push(...outcome.audit)
      }
      mappings.push({ teamId, team: plan.team, before, after })
    }
    const told = plans.map(({ team, costCenter: code }) => `${team} to ${code}`).join(', ')
    const days = from === null ? 'for all of time' : `from ${from} on`
    const scope = plans.every(({ isGapOnly }) => isGapOnly) ? `, ${days}, on days without a cost centre` : `, ${days}`
    return finishFix(context, present, { kind: 'cost_center', summary: `Mapped ${told}${scope}.`, undo: { mappings }, audit })
  },
})

/**
 * Where the teams of findings are to belong.
 *
 * @throws AppError `invalid` where a finding is of another lane, or a team would belong to two at once.
 */
export function planCostCenters(findings: readonly FindingRef[], costCenter: string | undefined): CostCenterPlan[] {
  const plans = new Map<string, CostCenterPlan>()
  for (const [index, { lane, key }] of findings.entries()) {
    const isGapOnly = lane === 'no_cost_center'
    if (!isGapOnly && lane !== 'cost_center_mismatch') refuseField(`findings[${index}].lane`, 'is not about a cost centre')
    const team = key.team ?? refuseField(`findings[${index}].key.team`, 'is needed')
    const code =
      costCenter ??
      (isGapOnly ? null : key.reported_cost_center) ??
      refuseField('cost_center', 'is needed: which one the team belongs to')
    const known = plans.get(team)
    if (known && known.costCenter !== code) {
      refuseField(
        `findings[${index}]`,
        `${team} would belong to ${known.costCenter} and ${code}: name one of them as cost_center`,
      )
    }
    plans.set(team, { team, costCenter: code, isGapOnly: isGapOnly && (known?.isGapOnly ?? true) })
  }
  return [...plans.values()]
}

async function findSpans(tx: Database, slug: string): Promise<{ teamId: string; spans: DatedSpan<string>[] }> {
  const [row] = await tx.execute<{ id: string }>(sql`select id from team where slug = ${slug} for no key update`)
  if (!row) refuseField('findings', `no team is registered as "${slug}"`)
  return { teamId: row.id, spans: (await readSpans(tx, 'team_cost_center', [row.id])).get(row.id) ?? [] }
}

/** The days from one on that a history leaves out. */
export function gapsFrom(spans: readonly DatedSpan<string>[], from: CalendarDate | null): DayBounds[] {
  return cutTime([from, ...spans.flatMap((span) => [span.from, span.to])])
    .filter((piece) => from === null || (piece.from !== null && piece.from >= from))
    .filter((piece) => hasDays(piece) && valueOn(spans, piece.from ?? '') === null)
}
