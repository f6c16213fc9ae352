import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { getOwnership, type OwnershipLine, type OwnershipSums } from './queries'
import { type LineDimension, lineDimensions, ownershipQuerySchema } from './schema'

const columns = [
  ...(['owner_kind', 'owner', 'reason', 'basis'] as const),
  ...lineDimensions,
  ...(['series', 'requests', 'cost_usd', 'is_at_least', 'first_day', 'last_day'] as const),
  ...(['evidence', 'evidence_name', 'evidence_by', 'evidence_at', 'evidence_note'] as const),
]

/**
 * `GET /api/v1/reports/ownership?from=…&to=…&team=…`: why each part of a figure of Spend is whose it is. The filters are those of
 * `reports/spend`, and `total` is what that report gives for them.
 */
export const getOwnershipReport: Handler = route(
  { permission: 'spend.read', query: ownershipQuerySchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const { from, to, zone, asOf, total, lineCount, lines, nextCursor } = await getOwnership(db, scope, query)
    if (query.format === 'csv') return csvResponse(`ownership-${from}-${to}`, columns, lines.map(toCells))
    return {
      ...{ from, to, zone, as_of: asOf, total: sumsToWire(total), line_count: lineCount },
      lines: lines.map(lineToWire),
      next_cursor: nextCursor,
    }
  },
)

const sumsToWire = ({ series, requests, cost, isAtLeast }: OwnershipSums) => ({
  ...{ series, requests, cost_usd: cost, is_at_least: isAtLeast },
})

function lineToWire(line: OwnershipLine) {
  const { key, ownerKind, owner, reason, basis, hasConflict, dimensions, statedProject, firstDay, lastDay, evidence } = line
  return {
    ...{ key, owner_kind: ownerKind, owner, reason, basis, has_conflict: hasConflict },
    ...{ dimensions, stated_project: statedProject ?? dimensions.project },
    ...sumsToWire(line),
    ...{ first_day: firstDay, last_day: lastDay, evidence },
  }
}

function toCells(line: OwnershipLine) {
  const { ownerKind, owner, reason, basis, dimensions, firstDay, lastDay, evidence } = line
  const { is_at_least, ...sums } = sumsToWire(line)
  const stated: Readonly<Record<LineDimension, string | null>> = dimensions
  return {
    ...{ owner_kind: ownerKind, owner, reason, basis, ...stated, ...sums, is_at_least: String(is_at_least) },
    ...{ first_day: firstDay, last_day: lastDay, evidence: evidence.kind, evidence_name: evidence.name },
    ...{ evidence_by: evidence.by, evidence_at: evidence.at, evidence_note: evidence.note },
  }
}
