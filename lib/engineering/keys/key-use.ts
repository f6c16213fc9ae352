import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { readReport } from '@/lib/reports/spend/queries'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import type { Period } from '@/lib/time/calendar'
import { add, markUses, nothing, type Spent, sumBy, toFigures } from './fold-keys'
import { baselineOf, findPlace, type KeysPlace } from './place'
import type { KeyUseQuestion, KeyUseReport } from './schema'

const mostServices = 12
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour)

/**
 * What one key is used for, service by service and hour by hour of the day, and which environments, models and hours are new
 * against the four weeks before. Hours of the day are those of the reporting zone in which the UTC hours begin.
 */
export async function getKeyUse(db: Database, scope: Scope, question: KeyUseQuestion): Promise<KeyUseReport> {
  return readReport(db, async (tx) => {
    const place = await findPlace(tx, scope, question)
    const baseline = baselineOf(question)
    const hours = await readHours(place, question, question)
    const hoursBefore = await readHours(place, question, baseline)
    const uses = await readUses(place, question, question)
    const usesBefore = await readUses(place, question, baseline)
    const isKnown = hoursBefore.length > 0
    const knownOf = <Cell, Value>(cells: readonly Cell[], pick: (cell: Cell) => Value) =>
      isKnown ? new Set(cells.map(pick)) : null
    const mark = (name: 'environment' | 'model' | 'team') =>
      markUses(
        sumBy(uses, (cell) => cell[name]),
        knownOf(usesBefore, (cell) => cell[name]),
      )
    const services = sumBy(hours, ({ service }) => service)
    const beyond = services.slice(mostServices)
    const knownServices = knownOf(hoursBefore, ({ service }) => service)
    const knownHours = knownOf(hoursBefore, ({ hour }) => hour)
    const [now] = await tx.execute<{ as_of: string }>(
      sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of`,
    )
    const teams = mark('team')
    const { from, to, key } = question
    return {
      ...{ from, to, zone: place.zone, as_of: now?.as_of ?? '', baseline, key: key === noneValue ? null : key, is_new: !isKnown },
      total: toFigures(hours.reduce<Spent>(add, nothing)),
      hours: spread(hours).map(({ hour, spent }) => ({
        ...{ hour, ...toFigures(spent) },
        is_new: spent.requests > 0n && knownHours !== null && !knownHours.has(hour),
      })),
      services: markUses(services.slice(0, mostServices), knownServices).map((use) => ({
        ...use,
        hours: spread(hours.filter(({ service }) => service === use.value)).map(({ hour, spent }) => ({
          hour,
          ...toFigures(spent),
        })),
      })),
      rest:
        beyond.length === 0
          ? null
          : { count: beyond.length, ...toFigures(beyond.reduce((sum, { spent }) => add(sum, spent), nothing)) },
      ...{ environments: mark('environment'), models: mark('model'), teams },
      names: await nameOwners(
        tx,
        teams.map(({ value }) => ({ team: value })),
      ),
    }
  })
}

interface HourCell extends Spent {
  readonly service: string | null
  /** 0 to 23. */
  readonly hour: number
}

function spread(cells: readonly HourCell[]): { hour: number; spent: Spent }[] {
  const sums = new Map(sumBy(cells, ({ hour }) => hour).map(({ value, spent }) => [value, spent]))
  return hoursOfDay.map((hour) => ({ hour, spent: sums.get(hour) ?? nothing }))
}

const measures = ['cost_usd', 'requests', 'unpriced_requests', 'missing_token_requests'] as const
const sums = sql`sum(cost_usd)::text as cost, sum(requests)::text as requests,
  (coalesce(sum(unpriced_requests), 0) + coalesce(sum(missing_token_requests), 0))::text as open`
type SumLine = Record<'cost' | 'requests' | 'open', string | null>

const readSpent = ({ cost, requests, open }: SumLine): Spent => ({
  cost: parseDecimal(cost ?? '0'),
  requests: BigInt(requests ?? 0),
  open: BigInt(open ?? 0),
})

const filtersOf = ({ key, filters }: KeyUseQuestion) => ({ ...filters, api_key: [key] })

async function readHours({ tx, scope, zone, labels }: KeysPlace, question: KeyUseQuestion, period: Period): Promise<HourCell[]> {
  const groupBy = ['service', 'hour'] as const
  const lines = await tx.execute<SumLine & { service: string | null; hour_of_day: number }>(sql`
    with ${groupUsage(scope, { period, zone, labels, groupBy, filters: filtersOf(question), measures })}
    select service, extract(hour from hour::timestamptz at time zone ${zone})::int as hour_of_day, ${sums}
    from grouped group by 1, 2`)
  return lines.map((line) => ({ service: line.service, hour: line.hour_of_day, ...readSpent(line) }))
}

interface UseCell extends Spent {
  readonly environment: string | null
  readonly model: string | null
  readonly team: string | null
}

async function readUses({ tx, scope, zone, labels }: KeysPlace, question: KeyUseQuestion, period: Period): Promise<UseCell[]> {
  const groupBy = ['environment', 'model', 'team'] as const
  const lines = await tx.execute<SumLine & Record<'environment' | 'model' | 'team', string | null>>(sql`
    with ${groupUsage(scope, { period, zone, labels, groupBy, filters: filtersOf(question), measures })}
    select environment, model, team, ${sums} from grouped group by 1, 2, 3`)
  return lines.map((line) => ({ environment: line.environment, model: line.model, team: line.team, ...readSpent(line) }))
}
