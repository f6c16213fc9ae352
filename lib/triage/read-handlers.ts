import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { findReportingDay } from '@/lib/registry/registry-version'
import { dateSchema } from '@/lib/registry/schema'
import { addDays, type Period } from '@/lib/time/calendar'
import { readBurnDown } from './burn-down'
import { type CoveragePart, readCoverage } from './coverage'
import { getFinding } from './detail'
import { laneNames, laneOf, lanes } from './lanes'
import { listLimits } from './limits'
import { openPeriod } from './open-period'
import { type Finding, type FindingsReport, listFindings } from './queries'
import { findingsQuerySchema } from './schema'
import { readTopFixes } from './top-fixes'

const scopeOf = (scope: Scope | null): Scope => {
  if (!scope) throw new Error('a route with a permission has a scope')
  return scope
}
const userIdOf = (actor: Actor) => (actor.kind === 'user' ? actor.id : null)

/** A finding as the API tells it. */
export const toWireFinding = (finding: Finding) => ({
  id: finding.id,
  lane: finding.lane,
  key: finding.key,
  cost_usd: finding.costUsd,
  requests: finding.requests,
  is_at_least: finding.isAtLeast,
  series: finding.series,
  first_day: finding.firstDay,
  last_day: finding.lastDay,
  age_days: finding.ageDays,
  state: finding.state,
  assignee: finding.assignee,
  is_assigned: finding.isAssigned,
  accepted_reason: finding.acceptedReason,
  accepted_until: finding.acceptedUntil,
  comments: finding.comments,
})

const toWireLanes = ({ lanes: totals }: FindingsReport) =>
  totals.map(({ lane, groups, openGroups, requests, costUsd, openCostUsd, isAtLeast }) => ({
    ...{ lane, title: lanes[lane].title, is_unattributed: lanes[lane].isUnattributed, groups, open_groups: openGroups },
    ...{ requests, cost_usd: costUsd, open_cost_usd: openCostUsd, is_at_least: isAtLeast },
  }))

const toWireReport = (report: FindingsReport) => ({
  ...{ from: report.from, to: report.to, zone: report.zone, as_of: report.as_of, unattributed_usd: report.unattributed_usd },
  lanes: toWireLanes(report),
})

const periodSchema = z
  .strictObject({ from: dateSchema.optional(), to: dateSchema.optional() })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ['to'],
    error: 'is given together with from: the first day that does not count',
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    error: 'lies after from: it is the first day that does not count',
  })

/** `GET /api/v1/triage/lanes`: what each lane holds in a period, the open one by default. */
export const getLanes: Handler = route({ permission: 'triage.read', query: periodSchema }, async ({ db, scope, query }) =>
  toWireReport(await listFindings(db, scopeOf(scope), findingsQuerySchema.parse({ ...query, limit: 1 }), { now: new Date() })),
)

const findingsFileSchema = findingsQuerySchema.safeExtend({
  format: z.enum(['json', 'csv'], 'is json or csv').default('json'),
})

/** `GET /api/v1/triage/findings`: a page of findings with the totals of all lanes; `format=csv` for a file. */
export const getFindings: Handler = route(
  { permission: 'triage.read', query: findingsFileSchema },
  async ({ db, actor, scope, query: { format, ...query } }) => {
    const report = await listFindings(db, scopeOf(scope), query, { now: new Date(), userId: userIdOf(actor) })
    if (format === 'csv') return csvResponse('findings', fileColumns, report.findings.map(toFileRow))
    return { ...toWireReport(report), total: report.total, findings: report.findings.map(toWireFinding) }
  },
)

const fileColumns = [
  ...['lane', 'key', 'cost_usd', 'is_at_least', 'requests', 'series', 'first_day', 'last_day', 'age_days'],
  ...['state', 'assignee', 'accepted_reason', 'accepted_until', 'comments', 'id'],
]

function toFileRow(finding: Finding): Record<string, string | number | null> {
  const { assignee, key, isAtLeast, ...rest } = toFlat(finding)
  const who = assignee.kind === 'desk' ? assignee.desk : assignee.name
  const words = laneOf(finding.lane).groupBy.map((name) => `${name}=${key[name] ?? '~none'}`)
  return { ...rest, key: words.join('; '), is_at_least: isAtLeast ? 'yes' : 'no', assignee: who }
}

const toFlat = ({ key, assignee, isAtLeast, ...finding }: Finding) => ({
  ...{ key, assignee, isAtLeast, lane: finding.lane, cost_usd: finding.costUsd, requests: finding.requests },
  ...{ series: finding.series, first_day: finding.firstDay, last_day: finding.lastDay, age_days: finding.ageDays },
  ...{ state: finding.state, accepted_reason: finding.acceptedReason, accepted_until: finding.acceptedUntil },
  ...{ comments: finding.comments, id: finding.id },
})

/** `GET /api/v1/triage/findings/{id}`: one finding with its days, history, fixes, series and suggestions. */
export const getFindingById: Handler = route(
  { permission: 'triage.read', path: '/api/v1/triage/findings/{id}' },
  async ({ db, actor, scope, params }) => {
    const detail = await getFinding(db, scopeOf(scope), params.id ?? '', { now: new Date(), userId: userIdOf(actor) })
    const { finding, period, zone, trend, history, fixes, series, rows, suggestions, fixKinds } = detail
    return {
      ...toWireFinding(finding),
      ...{ ...period, zone, history, suggestions, fix_kinds: fixKinds },
      days: trend.map(({ day, costUsd, requests }) => ({ day, cost_usd: costUsd, requests })),
      fixes: fixes.map(({ undoneAt, ...fix }) => ({ ...fix, undone_at: undoneAt })),
      largest_series: series.map(({ id, costUsd, requests, isAtLeast, dimensions }) => ({
        ...{ id, cost_usd: costUsd, requests, is_at_least: isAtLeast, dimensions },
      })),
      rows: rows && { ...rows.period, filters: rows.filters, is_exact: rows.isExact },
    }
  },
)

async function readPeriod(db: Database, query: z.output<typeof periodSchema>): Promise<Period> {
  const open = openPeriod(await findReportingDay(db, new Date()))
  return { from: query.from ?? open.from, to: query.to ?? open.to }
}

/** `GET /api/v1/triage/coverage`: how much of the spend has an owner, by day and month. */
export const getCoverage: Handler = route({ permission: 'triage.read', query: periodSchema }, async ({ db, scope, query }) => {
  const coverage = await readCoverage(db, scopeOf(scope), await readPeriod(db, query))
  const toWire = (part: CoveragePart) => ({
    ...{ attributed_usd: part.attributedUsd, shared_usd: part.sharedUsd, unapproved_shared_usd: part.unapprovedSharedUsd },
    ...{ unattributed_usd: part.unattributedUsd, total_usd: part.totalUsd, attributed_percent: part.attributedPercent },
    is_at_least: part.isAtLeast,
  })
  return {
    ...{ from: coverage.from, to: coverage.to, zone: coverage.zone, as_of: coverage.asOf },
    total: { ...toWire(coverage.total), estimated_usd: coverage.total.estimatedUsd },
    days: coverage.days.map((day) => ({ day: day.day, ...toWire(day) })),
    months: coverage.months.map((month) => ({
      ...{ month: month.month, ...toWire(month), target_percent: month.targetPercent, estimated_usd: month.estimatedUsd },
    })),
  }
})

const burnDownDays = 90

/** `GET /api/v1/triage/burn-down`: what the lanes held at the end of each of the last 90 days on which it was noted. */
export const getBurnDown: Handler = route({ permission: 'triage.read' }, async ({ db, scope }) => {
  const today = await findReportingDay(db, new Date())
  const period = { from: addDays(today, 1 - burnDownDays), to: addDays(today, 1) }
  const rows = await readBurnDown(db, scopeOf(scope), period)
  return {
    days: rows.map(({ costUsd, isAtLeast, ...row }) => ({ ...row, cost_usd: costUsd, is_at_least: isAtLeast })),
  }
})

/** `GET /api/v1/triage/top-fixes`: the ten open findings with most dollars, each with its likeliest suggestion. */
export const getTopFixes: Handler = route({ permission: 'triage.read' }, async ({ db, scope }) => {
  const top = await readTopFixes(db, scopeOf(scope), { now: new Date() })
  return { fixes: top.map(({ finding, suggestion }) => ({ ...toWireFinding(finding), suggestion })) }
})

/** `GET /api/v1/triage/limits`: the limits in force with what they recorded in the last year. */
export const getLimits: Handler = route({ permission: 'triage.read' }, async ({ db }) => {
  const limits = await listLimits(db)
  return {
    lanes: laneNames,
    limits: limits.map(({ crossings, ...limit }) => ({
      ...limit,
      crossings: crossings.map(({ crossedAt, clearedAt, ...one }) => ({ ...one, crossed_at: crossedAt, cleared_at: clearedAt })),
    })),
  }
})
