import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { type Database, getDatabase } from '@/lib/db/client'
import { project, team } from '@/lib/db/schema/registry'
import { getOrganization } from '@/lib/organization/queries'
import { addDays } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { readDeclaredLabels } from '../contract/declared-labels'
import { listPools } from '../pools/queries'
import { describeCondition } from './conditions'
import { fixedRuleDimensions, ruleDimensionLabel } from './dimensions'
import { listEndedTargets, listRules, listSeenValues, readConflicts, readRuleUse, type TeamEnd } from './queries'

const usedDays = 30

/** What the page of attribution rules shows to the person who opens it; amounts are exact decimal text. */
export async function loadRulesPage() {
  const actor = await requirePagePermission('registry.read')
  const scope = scopeFor(actor, 'registry.read')
  const db = getDatabase()
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(new Date(), zone)
  const period = { from: addDays(today, 1 - usedDays), to: addDays(today, 1) }
  const canEdit = actorMay(actor, 'registry.edit')
  const [rules, ended, use, conflicts, choices] = await Promise.all([
    listRules(db),
    listEndedTargets(db),
    readRuleUse(db, scope, period),
    readConflicts(db, scope, today),
    canEdit ? loadChoices(db, today) : null,
  ])
  return {
    rules: rules.map((rule) => ({
      ...rule,
      /** How its team has ended; null for one that is in use. */
      ended: toEnd(ended.get(rule.target.id)),
      inWords: rule.conditions.map(describeCondition),
      use: scope.everything ? toUse(use.get(rule.id)) : null,
    })),
    /** Null for those who see a part of the organisation only. */
    conflicts,
    /** What a rule can be made of; null for those who cannot make one. */
    choices,
    canEdit,
    period,
    today,
    zone,
  }
}

const toEnd = (end: TeamEnd | undefined) => (end === undefined ? null : { from: end.from, successor: end.successor })

const toUse = (use: { series: number; costUsd: string; isAtLeast: boolean } | undefined) => ({
  series: use?.series ?? 0,
  costUsd: use?.costUsd ?? '0',
  isAtLeast: use?.isAtLeast ?? false,
})

async function loadChoices(db: Database, today: string) {
  const [labels, teams, pools, projects] = await Promise.all([
    readDeclaredLabels(db),
    db.select({ slug: team.slug, name: team.name, archivedAt: team.archivedAt }).from(team).orderBy(team.name),
    listPools(db, today),
    db.select({ slug: project.slug, name: project.name, archivedAt: project.archivedAt }).from(project).orderBy(project.name),
  ])
  const inUse = (rows: readonly { slug: string; name: string; archivedAt?: Date | null; isArchived?: boolean }[]) =>
    rows.filter(({ archivedAt, isArchived }) => !archivedAt && !isArchived).map(({ slug, name }) => ({ slug, name }))
  const names = [...fixedRuleDimensions, ...labels.map(({ name }) => `label:${name}`)]
  return {
    teams: inUse(teams),
    pools: inUse(pools),
    projects: inUse(projects),
    dimensions: names.map((name) => ({ name, label: ruleDimensionLabel(name) })),
    /** What series state, by dimension, those of most series first. */
    values: await listSeenValues(db, labels),
  }
}

/** The page of rules as plain values; dates are days of the reporting zone. */
export type RulesPageData = Awaited<ReturnType<typeof loadRulesPage>>
export type RuleView = RulesPageData['rules'][number]
export type RuleChoices = NonNullable<RulesPageData['choices']>
