import fc from 'fast-check'
import type postgres from 'postgres'
import { defaultContractDocument } from '@/lib/attribution/contract/default-document'
import type { Ledger } from '@/lib/usage/ledger'
import { keyOf } from '@/lib/usage/testing/make-event'
import { randomEvents } from '@/lib/usage/testing/random-events'

const pick = <T>(values: readonly T[], index: number): T => {
  const value = values[index % values.length]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

/** Books a few hundred events of many series and all kinds, each once. */
export async function bookRandomEvents(ledger: Ledger, { count, seed }: { count: number; seed: number }): Promise<void> {
  const events = fc.sample(randomEvents, { numRuns: count, seed }).map((event, index) => ({
    ...event,
    eventKey: keyOf(`random ${index}`),
    requestId: `random ${index}`,
    dimensions: {
      ...event.dimensions,
      sourceId: 1 + (index % 2),
      environment: pick(['production', ' Prod', 'staging', null], index),
      tagTeam: pick(['search', 'support', 'nobody-knows', null], index >> 1),
      project: pick(['assistant', 'Assistent ', 'no-such-project', 'atlas', null], index >> 2),
      service: pick(['answers', 'ANSWERS-v1', null], index >> 1),
      apiKey: pick(['key-1', 'key-2', null], index >> 3),
      labels: [null, pick(['gold', 'silver', null], index >> 4)],
    },
  }))
  for (let start = 0; start < events.length; start += 100) await ledger.book(events.slice(start, start + 100))
}

const cutDays = ['2025-10-31', '2025-11-01', '2025-11-02', '2026-03-07', '2026-03-08', '2026-04-30', '2026-05-01', '2026-05-14']

/** Spans that cover all of time, changing hands on some of the days on or before which events lie. */
const timelines = <T>(owners: fc.Arbitrary<T>) =>
  fc.tuple(fc.subarray(cutDays, { maxLength: 3 }), fc.array(owners, { minLength: 4, maxLength: 4 })).map(([cuts, held]) => {
    const edges = [null, ...cuts, null]
    return edges.slice(0, -1).map((from, index) => ({ from, to: edges[index + 1] ?? null, owner: pick(held, index) }))
  })

export interface Registered {
  readonly teamIds: readonly string[]
  readonly poolIds: readonly string[]
  readonly projectIds: readonly string[]
  readonly productLineIds: readonly string[]
  readonly costCenterIds: readonly string[]
  readonly businessUnitIds: readonly string[]
}

/** Registers pools, projects and product lines, aliases for what random events state, and the label `plan`. */
export async function registerNames(sql: postgres.Sql): Promise<Pick<Registered, 'poolIds' | 'projectIds' | 'productLineIds'>> {
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
  const pools = await sql<{ id: string }[]>`
    insert into shared_pool (slug, name, approver_email) values ('platform', 'Platform', 'a@b.test'), ('security', 'Security', 'a@b.test') returning id`
  const projects = await sql<{ id: string }[]>`
    insert into project (slug, name) values ('assistant', 'Assistant'), ('atlas', 'Atlas'), ('borealis', 'Borealis') returning id`
  const lines = await sql<{ id: string }[]>`
    insert into product_line (slug, name) values ('consumer', 'Consumer'), ('business', 'Business') returning id`
  await sql`insert into registry_alias (kind, alias, target) values ('project', 'assistent', 'assistant'),
    ('service', 'answers-v1', 'answers'), ('environment', 'prod', 'production'), ('team', 'answers-v1', 'not of this kind')`
  const document = { ...defaultContractDocument, labels: [{ name: 'plan', column: 2, isRetired: false }] }
  await sql`insert into attribution_contract (version, document, published_by)
    values (1, ${JSON.stringify(document)}::text::jsonb, 'test')`
  return { poolIds: ids(pools), projectIds: ids(projects), productLineIds: ids(lines) }
}

/** Gives everything registered its history at random: series owners, nobody among them, all else mappings with gaps. */
export async function ownAtRandom(sql: postgres.Sql, registered: Registered, seed: number): Promise<void> {
  const series = await sql<{ id: number }[]>`select id from usage_series order by id`
  const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number, shift: number) =>
    fc.sample(arbitrary, { numRuns, seed: seed + shift })
  const owners = fc.record({
    owner: fc.option(
      fc.oneof(
        fc.constantFrom(...registered.teamIds).map((id) => ({ kind: 'team', id })),
        fc.constantFrom(...registered.poolIds).map((id) => ({ kind: 'pool', id })),
      ),
    ),
    projectId: fc.option(fc.constantFrom(...registered.projectIds)),
  })
  const owned = sample(timelines(owners), series.length, 0).flatMap((spans, index) =>
    spans.map(({ from, to, owner: { owner, projectId } }) => ({
      ...{ series_id: series[index]?.id ?? 0, period: `[${from ?? ''},${to ?? ''})`, project_id: projectId },
      ...{ team_id: owner?.kind === 'team' ? owner.id : null, pool_id: owner?.kind === 'pool' ? owner.id : null },
      ...{ owner_kind: owner?.kind ?? 'none', reason: owner ? null : 'missing_team', basis: owner ? 'tag' : null },
      has_conflict: owner !== null && index % 3 === 0,
    })),
  )
  const mappings = (owners: readonly string[], members: readonly string[], shift: number) =>
    sample(timelines(fc.option(fc.constantFrom(...owners))), members.length, shift).flatMap((spans, index) =>
      spans.flatMap(({ from, to, owner }) =>
        owner ? [{ member: members[index] ?? '', owner, period: `[${from ?? ''},${to ?? ''})` }] : [],
      ),
    )
  const ofTeams = mappings(registered.costCenterIds, registered.teamIds, 1)
  const ofPools = mappings(registered.costCenterIds, registered.poolIds, 3)
  const ofProjects = mappings(registered.productLineIds, registered.projectIds, 4)
  const ofCostCenters = mappings(registered.businessUnitIds, registered.costCenterIds, 2)
  await sql.begin(async (tx) => {
    await tx`truncate series_ownership, team_cost_center, pool_cost_center, project_product_line, cost_center_business_unit`
    await tx`insert into series_ownership ${tx(owned)}`
    const spans = (rows: typeof ofTeams) => tx.json(rows)
    await tx`insert into team_cost_center (team_id, cost_center_id, period)
      select member, owner, period from jsonb_to_recordset(${spans(ofTeams)}) as row (member uuid, owner uuid, period daterange)`
    await tx`insert into pool_cost_center (pool_id, cost_center_id, period)
      select member, owner, period from jsonb_to_recordset(${spans(ofPools)}) as row (member uuid, owner uuid, period daterange)`
    await tx`insert into project_product_line (project_id, product_line_id, period)
      select member, owner, period from jsonb_to_recordset(${spans(ofProjects)}) as row (member uuid, owner uuid, period daterange)`
    await tx`insert into cost_center_business_unit (cost_center_id, business_unit_id, period)
      select member, owner, period from jsonb_to_recordset(${spans(ofCostCenters)}) as row (member uuid, owner uuid, period daterange)`
  })
}

/** An event as the oracle sees it: its values by dimension, and what it adds. */
export interface OracleEvent {
  readonly values: Readonly<Record<string, string | null>>
  readonly teamId: string | null
  readonly costCenterId: string | null
  readonly requests: number
  readonly cost: string
}

/** Every event with its owner on its own day, looked up one by one, without roll-ups. */
export async function readOracle(sql: postgres.Sql, zone: string): Promise<OracleEvent[]> {
  const rows = await sql<Record<string, string | null>[]>`
    select case owner.owner_kind when 'pool' then '~shared' else team.slug end as team, pool.slug as pool, cost_center.code as cost_center, business_unit.slug as business_unit, owner.reason as unowned_reason,
      case when owner.has_conflict then 'yes' else 'no' end as owner_conflict,
      team.id as team_id, cost_center.id as cost_center_id,
      coalesce(key_team, tag_team) as reported_team, named.project, product_line.slug as product_line,
      coalesce((select target from registry_alias where kind = 'service' and alias = lower(btrim(service))), service) as service, feature,
      coalesce((select target from registry_alias where kind = 'environment' and alias = lower(btrim(environment))), environment)
        as environment, series.label_2 as "label:plan", series.provider, series.model, operation,
      service_tier as tier, api_key, source.slug as source, outcome, case when is_retry then 'retry' else 'first' end as attempt,
      case when event.rate_set_id > 0 then rate_set.model else series.model end as model_family,
      to_char(date_trunc('hour', occurred_at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour,
      day::text as day, to_char(day, 'YYYY-MM') as month, event.requests::text as requests, coalesce(event.cost, 0)::text as cost
    from usage_event event
    join usage_series series on series.id = event.series_id
    cross join lateral (select (occurred_at at time zone ${zone})::date as day) local
    left join source on source.id = series.source_id
    left join rate_set on rate_set.id = event.rate_set_id
    left join series_ownership owner on owner.series_id = series.id and owner.period @> day
    left join team on team.id = owner.team_id
    left join shared_pool pool on pool.id = owner.pool_id
    left join cost_center on cost_center.id = coalesce(
      (select cost_center_id from team_cost_center mapping where mapping.team_id = owner.team_id and mapping.period @> day),
      (select cost_center_id from pool_cost_center mapping where mapping.pool_id = owner.pool_id and mapping.period @> day))
    cross join lateral (select coalesce(
      (select slug from project where id = owner.project_id),
      (select target from registry_alias where kind = 'project' and alias = lower(btrim(series.project))), series.project) as project) named
    left join project on project.slug = named.project
    left join project_product_line placed on placed.project_id = project.id and placed.period @> day
    left join product_line on product_line.id = placed.product_line_id
    left join cost_center_business_unit parent on parent.cost_center_id = cost_center.id and parent.period @> day
    left join business_unit on business_unit.id = parent.business_unit_id
    where not event.is_retracted`
  return rows.map(({ team_id = null, cost_center_id = null, requests, cost, ...values }) => ({
    values,
    teamId: team_id,
    costCenterId: cost_center_id,
    requests: Number(requests),
    cost: cost ?? '0',
  }))
}
