import { notFound } from 'next/navigation'
import { listVisibleTeams } from '@/lib/attribution/pools/queries'
import { actorMay, type UserActor } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { listTeamBudgets } from '@/lib/budgets/team-budget'
import { type Database, getDatabase } from '@/lib/db/client'
import { team } from '@/lib/db/schema/registry'
import { type Panel, settlePanel } from '@/lib/reports/settle-panel'
import type { CalendarDate } from '@/lib/time/calendar'
import { type FindingsReport, listFindings } from '@/lib/triage/queries'
import { findingsQuerySchema } from '@/lib/triage/schema'

/** A team as pickers show it. */
export interface TeamChoice {
  readonly slug: string
  readonly name: string
}

type TeamBudgets = Awaited<ReturnType<typeof listTeamBudgets>>

/** What of a team's page does not follow the period of its address; each comes when it was read. */
export interface TeamPanels {
  readonly budget: Promise<Panel<TeamBudgets[string] | null>>
  readonly findings: Promise<Panel<FindingsReport>>
}

const mostFindings = 5

/** The teams that the reader may open, by name. */
async function listTeams(db: Database, actor: UserActor, today: CalendarDate): Promise<TeamChoice[]> {
  const visible = await listVisibleTeams(db, scopeFor(actor, 'spend.read'), today)
  const teams = await db.select({ slug: team.slug, name: team.name }).from(team)
  return teams
    .filter(({ slug }) => visible === null || visible.has(slug))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

/** A team's page: the team, the others that the reader may turn to, its budget and what is open with it. 404 for teams of others. */
export async function loadTeam(slug: string, today: CalendarDate) {
  const actor = await requirePagePermission('spend.read')
  const db = getDatabase()
  const teams = await listTeams(db, actor, today)
  const own = teams.find((one) => one.slug === slug)
  if (!own) notFound()
  const now = new Date()
  const asked = { ...findingsQuerySchema.parse({ assignee: `team:${slug}` }), limit: mostFindings }
  const panels: TeamPanels = {
    budget: settlePanel(
      'team: budget',
      listTeamBudgets(db, scopeFor(actor, 'budget.read'), now).then((budgets) => budgets[slug] ?? null),
    ),
    findings: settlePanel('team: findings', listFindings(db, scopeFor(actor, 'triage.read'), asked, { now, userId: actor.id })),
  }
  return { team: own, teams, panels, mayBudget: actorMay(actor, 'budget.edit') }
}

/** The first team that the reader may open, by name; null where there is none. */
export async function findFirstTeam(today: CalendarDate): Promise<TeamChoice | null> {
  const actor = await requirePagePermission('spend.read')
  const [first = null] = await listTeams(getDatabase(), actor, today)
  return first
}
