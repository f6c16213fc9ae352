import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import type { FieldError } from '@/lib/errors'
import { toRangeText } from '@/lib/registry/dated-spans'
import type { EstimateInput } from './schema'

/** What the registry and the estimates that there are say of one more. */
export interface CheckedEstimate {
  readonly teamId: string | null
  readonly costCenterId: string | null
  /** The very same one stands already, so that a file sent twice counts once. */
  readonly isKnown: boolean
  readonly errors: readonly FieldError[]
}

/** Looks up the owners of estimates and whether the same stand already, in one statement; in their order. */
export async function checkEstimates(db: Database, estimates: readonly EstimateInput[]): Promise<CheckedEstimate[]> {
  const rows = await db.execute<{ teamId: string | null; costCenterId: string | null; isKnown: boolean }>(sql`
    select team.id as "teamId", cost_center.id as "costCenterId",
      exists (select from spend_estimate estimate
        where estimate.withdrawn_at is null and estimate.team_id is not distinct from team.id
          and estimate.cost_center_id is not distinct from cost_center.id
          and estimate.provider is not distinct from wanted.provider and estimate.period = wanted.period
          and estimate.amount = wanted.amount and estimate.method = wanted.method) as "isKnown"
    from jsonb_to_recordset(${JSON.stringify(estimates.map(toRecord))}::text::jsonb)
      as wanted (position int, team text, cost_center text, provider text, period daterange, amount numeric, method text)
    left join team on team.slug = wanted.team
    left join cost_center on cost_center.code = wanted.cost_center
    order by wanted.position`)
  return rows.map((row, index) => ({ ...row, errors: findNameFaults(estimates[index], row) }))
}

function toRecord({ from, to, amount_usd: amount, ...rest }: EstimateInput, position: number) {
  return { ...rest, position, amount, period: toRangeText({ from, to }) }
}

function findNameFaults(
  estimate: EstimateInput | undefined,
  { teamId, costCenterId }: { teamId: string | null; costCenterId: string | null },
): FieldError[] {
  const { team = null, cost_center: costCenter = null } = estimate ?? {}
  return [
    ...(team !== null && teamId === null ? [{ path: 'team', message: `no team is registered as "${team}"` }] : []),
    ...(costCenter !== null && costCenterId === null
      ? [{ path: 'cost_center', message: `no cost centre is registered as "${costCenter}"` }]
      : []),
  ]
}
