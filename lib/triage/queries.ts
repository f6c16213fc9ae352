import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { findZone } from '@/lib/reports/spend/queries'
import type { CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { readExpectedFields } from './expected-fields'
import { groupFindings } from './findings-statement'
import { isLane, type Lane, laneNames, laneOf } from './lanes'
import { openPeriod } from './open-period'
import { readFindings } from './read-findings'
import { type Assignee, type FindingState, type FindingsQuery, openStates } from './schema'

/** A group of findings: what one act of mending applies to. */
export interface Finding {
  /** Hash of lane and key: the same for as long as both are. */
  readonly id: string
  readonly lane: Lane
  /** The group's dimensions and values; null is "none stated". */
  readonly key: Readonly<Record<string, string | null>>
  /** US dollars as exact decimal text; a lower bound where `isAtLeast`. */
  readonly costUsd: string
  readonly requests: number
  readonly isAtLeast: boolean
  readonly series: number
  readonly firstDay: CalendarDate
  readonly lastDay: CalendarDate
  /** Days from the first one seen in the period to today. */
  readonly ageDays: number
  readonly state: FindingState
  readonly assignee: Assignee
  /** Whether somebody was asked, or the lane's routing says so. */
  readonly isAssigned: boolean
  readonly acceptedReason: string | null
  readonly acceptedUntil: CalendarDate | null
  readonly comments: number
}

/** What a lane holds over the whole period, whatever the list is narrowed to. */
export interface LaneTotal {
  readonly lane: Lane
  readonly groups: number
  readonly openGroups: number
  readonly requests: number
  readonly costUsd: string
  /** Of which still wants work. */
  readonly openCostUsd: string
  readonly isAtLeast: boolean
}

export interface FindingsReport {
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly zone: string
  readonly as_of: string
  readonly lanes: readonly LaneTotal[]
  readonly findings: readonly Finding[]
  /** How many groups the filters leave, on all pages. */
  readonly total: number
  /** What nobody owns, over the whole period: the sum of the lanes that say so. */
  readonly unattributed_usd: string
}

interface FindingLine extends Record<string, unknown> {
  kind: 'lane' | 'finding' | 'count'
  lane: string
  key: Record<string, string | null>
  id: string
  cost: string
  open_cost: string
  requests: string
  unknown_requests: string
  series: string
  groups: string
  open_groups: string
  first_day: string
  last_day: string
  age_days: number
  state: FindingState
  assignee: Assignee
  is_assigned: boolean
  accepted_reason: string | null
  accepted_until: string | null
  comments: string
  as_of: string
}

/**
 * The lanes with their totals, and a page of groups, of one snapshot.
 * @param options.now decides what today is, in the reporting zone.
 * @param options.userId for `assignee=me`; null for programs.
 * @param options.ids only these groups, in whatever state.
 */
export async function listFindings(
  db: Database,
  scope: Scope,
  query: FindingsQuery,
  { now, userId = null, ids }: { now: Date; userId?: string | null; ids?: readonly string[] },
): Promise<FindingsReport> {
  return readFindings(db, async (tx) => {
    const zone = await findZone(tx)
    const today = dateInZone(now, zone)
    const open = openPeriod(today)
    const period = { from: query.from ?? open.from, to: query.to ?? open.to }
    const expectedFields = await readExpectedFields(tx)
    const lines = await tx.execute<FindingLine>(
      findingsStatement(groupFindings(scope, { period, zone, expectedFields }), query, { today, userId, ids, scope }),
    )
    const lanes = laneNames.map((lane) => toLaneTotal(lane, lines))
    const count = lines.find(({ kind }) => kind === 'count')
    return {
      ...{ ...period, zone, lanes },
      as_of: count?.as_of ?? now.toISOString(),
      findings: lines.filter(({ kind }) => kind === 'finding').map(toFinding),
      total: Number(count?.groups ?? 0),
      unattributed_usd: count?.cost ?? '0',
    }
  })
}

const orders: Readonly<Record<FindingsQuery['order'], SQL>> = {
  cost: sql`cost desc, requests desc`,
  requests: sql`requests desc, cost desc`,
  age: sql`first_day, cost desc`,
  last_seen: sql`last_day desc, cost desc`,
}

interface StatementOptions {
  readonly today: CalendarDate
  readonly userId: string | null
  readonly ids?: readonly string[] | undefined
  readonly scope: Scope
}

/** Lane totals, the number of groups that the filters leave, and a page of them, in one statement over one pass. */
export function findingsStatement(groups: SQL, query: FindingsQuery, { today, userId, ids, scope }: StatementOptions): SQL {
  const unattributed = laneNames.filter((lane) => laneOf(lane).isUnattributed)
  const columns = sql`lane, key, id, cost, requests, unknown_requests, series, first_day, last_day, state, assignee,
      is_assigned, accepted_reason, accepted_until`
  return sql`
    with ${groups},
    held as materialized (
      select finding_group.*, finding_group.key_hash as id, ${effectiveState(today)} as state, item.accepted_reason, item.accepted_until,
        num_nonnulls(item.assignee_user_id, item.assignee_team_id, item.assignee_desk) = 1 as is_assigned,
        ${assigneeOf} as assignee, item.id as item_id
      from finding_group
      ${assigneeJoins}
    ),
    listed as (select ${columns}, item_id from held ${isResolvedWanted(query, ids) ? resolvedItems(scope, columns) : sql``}),
    chosen as materialized (select ${columns}, item_id from listed where ${ids ? whereId(ids) : whereChosen(query, userId)}),
    page as (
      select row_number() over (order by ${orders[query.order]}, id) as position, chosen.* from chosen
      order by position limit ${query.limit} offset ${query.offset}
    ),
    line as (
      select 'lane' as kind, 0 as position, lane, null::jsonb as key, null::uuid as id, sum(cost) as cost, sum(requests) as requests,
        sum(unknown_requests) as unknown_requests, null::bigint as series, null::date as first_day, null::date as last_day,
        null::text as state, null::jsonb as assignee, null::boolean as is_assigned, null::text as accepted_reason,
        null::date as accepted_until, null::bigint as comments, count(*) as groups,
        count(*) filter (where ${isOpen}) as open_groups, sum(cost) filter (where ${isOpen}) as open_cost
      from held group by lane
      union all
      select 'count', 0, null, null, null, (select sum(cost) from held where lane in ${unattributed}), null, null, null, null, null,
        null, null, null, null, null, null, (select count(*) from chosen), null, null
      union all
      select 'finding', position, ${columns},
        (select count(*) from triage_event event where event.item_id = page.item_id and event.kind = 'comment'), null, null, null
      from page
    )
    select kind, lane, key, id, coalesce(trim_scale(cost), 0)::text as cost, requests::text, unknown_requests::text, series::text,
      first_day::text, last_day::text, ${today}::date - first_day as age_days, state, assignee, is_assigned, accepted_reason,
      accepted_until::text, comments::text, groups::text, open_groups::text, coalesce(trim_scale(open_cost), 0)::text as open_cost,
      to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of
    from line order by kind, position`
}

const isResolvedWanted = ({ state }: FindingsQuery, ids: readonly string[] | undefined) =>
  ids !== undefined || (state ?? []).includes('resolved')

const whereId = (ids: readonly string[]) =>
  sql`id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`

/** What somebody worked on and is not there any more, with no dollars. Who is bounded sees what is of their teams. */
function resolvedItems({ everything, teamIds }: Scope, columns: SQL): SQL {
  const ofTeams = teamIds.length === 0 ? sql`false` : sql`(asked.id in ${[...teamIds]} or owner.id in ${[...teamIds]})`
  return sql`
      union all
      select ${columns}, item_id from (
        select item.id as item_id, item.lane, item.group_key as key, item.key_hash as id, 0::numeric as cost, 0::bigint as requests,
          0::bigint as unknown_requests, 0::bigint as series, item.created_at::date as first_day, item.updated_at::date as last_day,
          'resolved'::text as state,
          case when person.id is not null then jsonb_build_object('kind', 'user', 'id', person.id, 'name', person.name)
            when asked.id is not null then jsonb_build_object('kind', 'team', 'id', asked.id, 'slug', asked.slug, 'name', asked.name)
            else jsonb_build_object('kind', 'desk', 'desk', coalesce(item.assignee_desk,
              case when item.lane in ${financeLanes} then 'finance' else 'platform' end)) end as assignee,
          num_nonnulls(item.assignee_user_id, item.assignee_team_id, item.assignee_desk) = 1 as is_assigned,
          null::text as accepted_reason, null::date as accepted_until
        from triage_item item
        left join app_user person on person.id = item.assignee_user_id
        left join team asked on asked.id = item.assignee_team_id
        left join team owner on owner.slug = item.group_key ->> 'team'
        where item.state = 'resolved' and not exists (select from finding_group where finding_group.key_hash = item.key_hash)
          and ${everything ? sql`true` : ofTeams}
      ) resolved`
}

const financeLanes = laneNames.filter((lane) => laneOf(lane).desk === 'finance')

const isOpen = sql`state in ${[...openStates]}`

/** What was resolved and is there again is open again, and so is what was accepted for a time that is over. */
const effectiveState = (today: CalendarDate) => sql`case
        when item.state = 'accepted' and item.accepted_until >= ${today}::date then 'accepted'
        when item.state in ('in_progress', 'waiting') then item.state else 'open' end`

/** What `assigneeOf` reads beside `finding_group`. */
export const assigneeJoins = sql`left join triage_item item on item.key_hash = finding_group.key_hash
      left join app_user person on person.id = item.assignee_user_id
      left join team asked on asked.id = item.assignee_team_id
      left join team routed on routed.slug = finding_group.routed_team`

/** Whom somebody asked; else the only team that could mend it; else the lane's desk. */
export const assigneeOf = sql`case
          when item.assignee_user_id is not null then jsonb_build_object('kind', 'user', 'id', person.id, 'name', person.name)
          when item.assignee_team_id is not null
            then jsonb_build_object('kind', 'team', 'id', asked.id, 'slug', asked.slug, 'name', asked.name)
          when item.assignee_desk is not null then jsonb_build_object('kind', 'desk', 'desk', item.assignee_desk)
          when finding_group.lane not in ${laneNames.filter((lane) => laneOf(lane).desk === 'finance')} and routed.id is not null
            then jsonb_build_object('kind', 'team', 'id', routed.id, 'slug', routed.slug, 'name', routed.name)
          else jsonb_build_object('kind', 'desk', 'desk',
            case when finding_group.lane in ${laneNames.filter((lane) => laneOf(lane).desk === 'finance')} then 'finance' else 'platform' end)
          end`

function whereChosen({ lane, state, assignee, search }: FindingsQuery, userId: string | null): SQL {
  return sql.join(
    [
      lane === undefined ? sql`true` : sql`lane in ${lane}`,
      sql`state in ${state ?? [...openStates]}`,
      whereAssignee(assignee, userId),
      // By value, so that a search for "key" does not find every group that is told apart by key.
      search === undefined || search === ''
        ? sql`true`
        : sql`exists (select from jsonb_each_text(key) part where position(lower(${search}) in lower(part.value)) > 0)`,
    ],
    sql` and `,
  )
}

function whereAssignee(assignee: string | undefined, userId: string | null): SQL {
  if (assignee === undefined) return sql`true`
  if (assignee === 'me') return sql`assignee ->> 'kind' = 'user' and assignee ->> 'id' = ${userId ?? ''}`
  const [kind = '', name] = assignee.split(/:(.*)/s)
  if (name === undefined) return sql`assignee ->> 'desk' = ${kind}`
  if (kind === 'team') return sql`assignee ->> 'slug' = ${name}`
  return sql`assignee ->> 'id' = (select id::text from app_user where email = lower(${name}))`
}

function toFinding(line: FindingLine): Finding {
  if (!isLane(line.lane)) throw new Error('a finding without a lane')
  return {
    ...{ id: line.id, lane: line.lane, key: line.key, costUsd: line.cost, requests: Number(line.requests) },
    ...{ isAtLeast: line.unknown_requests !== '0', series: Number(line.series) },
    ...{ firstDay: line.first_day, lastDay: line.last_day, ageDays: line.age_days, state: line.state },
    ...{ assignee: line.assignee, isAssigned: line.is_assigned, comments: Number(line.comments) },
    ...{ acceptedReason: line.accepted_reason, acceptedUntil: line.accepted_until },
  }
}

function toLaneTotal(lane: Lane, lines: readonly FindingLine[]): LaneTotal {
  const line = lines.find((one) => one.kind === 'lane' && one.lane === lane)
  return {
    lane,
    groups: Number(line?.groups ?? 0),
    openGroups: Number(line?.open_groups ?? 0),
    requests: Number(line?.requests ?? 0),
    costUsd: line?.cost ?? '0',
    openCostUsd: line?.open_cost ?? '0',
    isAtLeast: line !== undefined && line.unknown_requests !== '0',
  }
}
