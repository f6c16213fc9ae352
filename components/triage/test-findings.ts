import type { Coverage } from '@/lib/triage/coverage'
import { laneNames } from '@/lib/triage/lanes'
import type { Means } from '@/lib/triage/loaders'
import type { Finding, FindingsReport } from '@/lib/triage/queries'

/** A finding without an owner, of a service: for tests only. */
export function finding(number: number, given: Partial<Finding> = {}): Finding {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    lane: 'no_owner',
    key: { source: 'gateway', service: `service-${number}`, api_key: null, route: null },
    costUsd: '10.1',
    requests: 1_000,
    isAtLeast: false,
    series: 2,
    firstDay: '2026-10-03',
    lastDay: '2026-11-20',
    ageDays: 49,
    state: 'open',
    assignee: { kind: 'desk', desk: 'platform' },
    isAssigned: false,
    acceptedReason: null,
    acceptedUntil: null,
    comments: 0,
    ...given,
  }
}

/** A page of findings: for tests only. */
export function findingsReport(findings: readonly Finding[], given: Partial<FindingsReport> = {}): FindingsReport {
  return {
    ...{ from: '2026-10-01', to: '2026-11-22', zone: 'UTC', as_of: '2026-11-21T12:00:00.000Z' },
    lanes: laneNames.map((lane) => {
      const own = findings.filter((one) => one.lane === lane)
      const costUsd = own.length === 0 ? '0' : '30.3'
      return { lane, groups: own.length, openGroups: own.length, requests: 0, costUsd, openCostUsd: costUsd, isAtLeast: false }
    }),
    findings,
    total: findings.length,
    unattributed_usd: '30.3',
    ...given,
  }
}

/** What an administrator may do: for tests only. */
export const adminMeans: Means = {
  ...{ zone: 'UTC', today: '2026-11-21', openPeriod: { from: '2026-10-01', to: '2026-11-22' } },
  kinds: [
    'owner',
    'project',
    'split',
    'register_team',
    'alias_team',
    'cost_center',
    'price',
    'capture',
    'double',
    'reprocess',
    'accept',
  ],
  ...{ canResolve: true, canEdit: true, seesEverything: true },
  me: { id: 'me', email: 'ada@example.com', name: 'Ada' },
  teams: [{ slug: 'search', name: 'Search' }],
  people: [{ email: 'ada@example.com', name: 'Ada' }],
  ...{ pools: [], providers: [] },
}

/** What a lead may do: for tests only. */
export const leadMeans: Means = { ...adminMeans, kinds: [], canResolve: false, seesEverything: false, people: [] }

const part = {
  ...{ attributedUsd: '82', sharedUsd: '0', unapprovedSharedUsd: '0', unattributedUsd: '18', totalUsd: '100' },
  ...{ attributedPercent: '82.00', isAtLeast: false, estimatedUsd: '5' },
}

/** 82 of 100 dollars attributed: for tests only. */
export const coverage: Coverage = {
  ...{ from: '2026-10-01', to: '2026-11-22', zone: 'UTC', asOf: '2026-11-21T12:00:00.000Z', total: part },
  days: [{ ...part, day: '2026-11-20' }],
  months: [{ ...part, month: '2026-11', targetPercent: '95.00' }],
}
