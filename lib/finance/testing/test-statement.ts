import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { Statement, StatementException, StatementFigures, StatementLine } from '../statement/schema'

const nothing: StatementFigures = {
  ...{ requests: 0, direct_usd: '0', shared_received_usd: '0', shared_given_usd: '0', adjustments_usd: '0', total_usd: '0' },
  ...{ posted_usd: '0', prior_total_usd: null, success_usd: '0', retry_usd: '0', failure_usd: '0', list_usd: '0' },
  ...{ attributed_usd: '0', estimated_usd: '0', budget_usd: null },
  ...{ unpriced_requests: 0, missing_token_requests: 0, is_at_least: false },
}

const levelsByDepth = ['business_unit', 'cost_center', 'owner', 'project', 'route'] as const

/**
 * A line of a made-up statement: level, code and parent are read off the id, direct spend is the total, all of it succeeded and
 * somebody answers for it, unless the figures say otherwise.
 */
export function testLine(id: string, figures: Partial<StatementLine> = {}): StatementLine {
  const parts = id.split('/')
  const code = parts.at(-1)?.replace(/^\w+:/, '') ?? id
  const level = levelsByDepth[parts.length - 1] ?? 'route'
  return {
    ...{ ...nothing, id, parent: parts.length === 1 ? null : parts.slice(0, -1).join('/'), level, code, name: code },
    ...{ owner_kind: level === 'owner' ? ('team' as const) : null, filters: { [dimensionOf(level)]: [code] } },
    ...sums(figures),
    ...figures,
  }
}

const dimensionOf = (level: StatementLine['level']) => (level === 'owner' ? 'team' : level)

function sums({ total_usd, direct_usd = total_usd, ...given }: Partial<StatementFigures>): Partial<StatementFigures> {
  if (direct_usd === undefined) return {}
  const total = total_usd ?? direct_usd
  const others = parseDecimal(given.retry_usd ?? '0') + parseDecimal(given.failure_usd ?? '0')
  const success_usd = formatDecimal(parseDecimal(direct_usd) - others)
  return { direct_usd, total_usd: total, posted_usd: total, list_usd: direct_usd, attributed_usd: total, success_usd }
}

/** A made-up statement of May 2026; the total is that of its topmost lines, unless said otherwise. */
export function testStatement(
  lines: readonly StatementLine[],
  { total, ...given }: Partial<Omit<Statement, 'total'>> & { total?: Partial<StatementFigures> } = {},
): Statement {
  const top = lines.filter(({ parent }) => parent === null)
  const sum = (field: 'direct_usd' | 'total_usd' | 'attributed_usd' | 'success_usd' | 'retry_usd' | 'failure_usd' | 'list_usd') =>
    formatDecimal(top.reduce((amount, line) => amount + parseDecimal(line[field]), 0n))
  return {
    ...{ month: '2026-05', from: '2026-05-01', to: '2026-06-01', zone: 'UTC', as_of: '2026-06-03T08:00:00.000Z' },
    ...{ view: 'project', state: 'draft', version: null, published_by: null, published_at: null, note: null },
    ...{ is_running: false, price_version: 3, lines: [...lines], exceptions: [], versions: [] },
    ...given,
    total: {
      ...{ ...nothing, requests: top.reduce((count, { requests }) => count + requests, 0) },
      ...{ direct_usd: sum('direct_usd'), total_usd: sum('total_usd'), posted_usd: sum('total_usd'), list_usd: sum('list_usd') },
      ...{ success_usd: sum('success_usd'), retry_usd: sum('retry_usd'), failure_usd: sum('failure_usd') },
      attributed_usd: sum('attributed_usd'),
      ...total,
    },
  }
}

/** Spend that lies in a lane of triage. */
export function testException(amount_usd: string, given: Partial<StatementException> = {}): StatementException {
  return {
    ...{ reason: 'no_owner', label: 'No owner', assignee: null, amount_usd, requests: 100, is_at_least: false },
    ...{ href: '/triage?lane=no_owner', ...given },
  }
}
