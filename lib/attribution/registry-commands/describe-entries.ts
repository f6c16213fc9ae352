import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { type Entry, type EntryQuery, listEntries } from '@/lib/registry/entries'
import { kindFacts, type ListedKind } from '@/lib/registry/kinds'
import { findReportingDay } from '@/lib/registry/registry-version'
import type { CalendarDate } from '@/lib/time/calendar'
import { countOwnedSeries } from '../queries'

/** An entry with what other domains know of it; null where its kind has no such thing. */
export interface DescribedEntry extends Entry {
  /** Of a team: what its cost centre rolls up to. */
  readonly businessUnit: { readonly code: string; readonly name: string } | null
  /** Of a team: who is assigned to it. */
  readonly people: number | null
  /** Of a team: how many series it owns on the day. */
  readonly series: number | null
}

/** Entries of a kind as lists, files and answers have them, as of a day of the reporting zone. */
export async function describeEntries(
  db: Database,
  kind: ListedKind,
  query: EntryQuery,
): Promise<{ day: CalendarDate; entries: DescribedEntry[] }> {
  const day = await findReportingDay(db, new Date())
  const entries = await listEntries(db, kind, day, query)
  if (kind !== 'team') {
    return { day, entries: entries.map((entry) => ({ ...entry, businessUnit: null, people: null, series: null })) }
  }
  const ids = entries.map(({ id }) => id)
  const codes = [...new Set(entries.flatMap(({ parents }) => parents.team_cost_center?.code ?? []))]
  const [series, people, costCenters] = await Promise.all([
    countOwnedSeries(db, day, ids),
    countPeople(db, ids),
    listEntries(db, 'cost_center', day, { codes }),
  ])
  const units = new Map(costCenters.map(({ code, parents }) => [code, parents.cost_center_business_unit ?? null]))
  return {
    day,
    entries: entries.map((entry) => ({
      ...entry,
      businessUnit: units.get(entry.parents.team_cost_center?.code ?? '') ?? null,
      people: people.get(entry.id) ?? 0,
      series: series.get(entry.id) ?? 0,
    })),
  }
}

async function countPeople(db: Database, teamIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.execute<{ teamId: string; people: number }>(sql`
    select team_id as "teamId", count(*)::int as people from user_team
    where team_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(teamIds)}::text::jsonb)) group by 1`)
  return new Map(rows.map(({ teamId, people }) => [teamId, people]))
}

/** An entry on the wire, under the names that its kind's fields have there. */
export function toWire(kind: ListedKind, entry: DescribedEntry): Record<string, string | number | boolean | null> {
  const { code, name, parents, members, isArchived: archived } = entry
  const base = { [kindFacts[kind].codeField]: code, name }
  switch (kind) {
    case 'team':
      return {
        ...base,
        cost_center: parents.team_cost_center?.code ?? null,
        business_unit: entry.businessUnit?.code ?? null,
        archived_from: entry.archivedFrom,
        people: entry.people,
        series: entry.series,
      }
    case 'cost_center':
      return {
        ...base,
        gl_account: entry.glAccount,
        owner_email: entry.ownerEmail,
        business_unit: parents.cost_center_business_unit?.code ?? null,
        archived,
        teams: members.team_cost_center ?? 0,
      }
    case 'business_unit':
      return { ...base, archived, cost_centers: members.cost_center_business_unit ?? 0 }
    case 'project':
      return {
        ...base,
        team: parents.project_team?.code ?? null,
        product_line: parents.project_product_line?.code ?? null,
        archived,
      }
    case 'product_line':
      return { ...base, archived, projects: members.project_product_line ?? 0 }
    case 'service':
      return { ...base, team: parents.service_team?.code ?? null, archived }
    case 'provider_key':
      return {
        ...base,
        team: parents.provider_key_team?.code ?? null,
        exclusive: parents.provider_key_team?.exclusive ?? null,
        archived,
      }
  }
}
