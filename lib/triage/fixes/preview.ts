import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AttributableSeries } from '@/lib/attribution/attribute-series'
import { readSeries } from '@/lib/attribution/attribute-series-rows'
import { type PreviewMonth, previewFacts } from '@/lib/attribution/rules/preview'
import type { createRuleSchema } from '@/lib/attribution/rules/schema'
import { runnerFor } from '@/lib/attribution/sql-runner'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { foldAlias, type OwnerFacts, type RuleFact } from '@/lib/registry/owner-facts'
import { findReportingDay } from '@/lib/registry/registry-version'
import { openPeriod } from '../open-period'
import { refuseField } from './frame-fix'
import { makeSplitRules } from './owner-commands'
import { makeOwnerRules, type makeRule } from './owner-rules'
import { previewCostCenter } from './preview-cost-center'
import {
  aliasTeamFixSchema,
  costCenterFixSchema,
  ownerFixSchema,
  projectFixSchema,
  registerTeamFixSchema,
  splitFixSchema,
} from './schema'
import { namesOf } from './team-commands'

/** Where dollars are before or after a fix; a null key is nobody, or none. */
export interface MoveEnd {
  readonly kind: 'team' | 'pool' | 'none' | 'project' | 'cost_center'
  readonly key: string | null
  readonly name: string | null
}

/** What a fix would move, told without doing it. US dollars as decimal text. */
export interface FixPreview {
  readonly series: number
  readonly requests: string
  readonly costUsd: string
  readonly isAtLeast: boolean
  /** Where it also takes what is somebody's already: whose, and how many dollars, in a sentence. */
  readonly warning: string | null
  /** The latest month first, then the most dollars. */
  readonly months: readonly {
    readonly month: string
    readonly before: MoveEnd
    readonly after: MoveEnd
    readonly requests: string
    readonly costUsd: string
    readonly isAtLeast: boolean
  }[]
}

export const fixPreviewSchema = z.discriminatedUnion(
  'kind',
  [
    ownerFixSchema.safeExtend({ kind: z.literal('owner') }),
    projectFixSchema.safeExtend({ kind: z.literal('project') }),
    splitFixSchema.safeExtend({ kind: z.literal('split') }),
    registerTeamFixSchema.safeExtend({ kind: z.literal('register_team') }),
    aliasTeamFixSchema.safeExtend({ kind: z.literal('alias_team') }),
    costCenterFixSchema.safeExtend({ kind: z.literal('cost_center') }),
  ],
  { error: 'is one of owner, project, split, register_team, alias_team, cost_center: what the others move is not known before' },
)
export type FixPreviewInput = z.input<typeof fixPreviewSchema>

/**
 * What a fix of one or many findings together would move: by month, from whom to whom. It uses the rules of the fix itself.
 *
 * @throws AppError as the fix would, `forbidden` for who sees a part of the organisation.
 */
export async function previewFix(db: Database, scope: Scope, input: FixPreviewInput, now = new Date()): Promise<FixPreview> {
  const parsed = fixPreviewSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  const fix = parsed.data
  const open = openPeriod(await findReportingDay(db, now))
  if (fix.kind === 'cost_center') return previewCostCenter(db, scope, fix, open)
  const isDecision = fix.kind === 'owner' || fix.kind === 'project'
  const supposition = suppose(fix, open.from, isDecision ? await readSeries(runnerFor(db), sql`true`) : [])
  const { months, series, requests, costUsd, isAtLeast } = await previewFacts(db, scope, supposition)
  const moves = months.map((month) => toMove(month, fix.kind === 'project'))
  return { series, requests, costUsd, isAtLeast, warning: warnOf(moves), months: moves }
}

/** Says whose dollars move, of those that are somebody's. */
export function warnOf(moves: FixPreview['months']): string | null {
  const losses = new Map<string, { name: string; cost: bigint; isAtLeast: boolean }>()
  for (const { before, costUsd, isAtLeast } of moves) {
    if (before.key === null) continue
    const known = losses.get(before.key)
    const cost = (known?.cost ?? 0n) + parseDecimal(costUsd)
    losses.set(before.key, { name: before.name ?? before.key, cost, isAtLeast: isAtLeast || (known?.isAtLeast ?? false) })
  }
  if (losses.size === 0) return null
  const told = [...losses.values()].map(
    ({ name, cost, isAtLeast }) => `${isAtLeast ? 'at least ' : ''}${formatDecimal(cost)} USD of ${name}`,
  )
  return `This moves what is somebody’s already: ${told.join(', ')}.`
}

type OwnerPreview = Exclude<z.output<typeof fixPreviewSchema>, { kind: 'cost_center' }>

function suppose(fix: OwnerPreview, openFrom: string, series: readonly AttributableSeries[]): (facts: OwnerFacts) => OwnerFacts {
  if (fix.kind === 'register_team') {
    const names = namesOf(fix.findings)
    return (facts) => ({ ...facts, teams: new Map([...names.map((slug) => [slug, newTeam(slug)] as const), ...facts.teams]) })
  }
  if (fix.kind === 'alias_team') {
    const names = namesOf(fix.findings).map((name) => [foldAlias(name), fix.team] as const)
    return (facts) => {
      if (!facts.teams.has(fix.team)) refuseField('team', `no team is registered as "${fix.team}"`)
      return { ...facts, aliases: { ...facts.aliases, team: new Map([...facts.aliases.team, ...names]) } }
    }
  }
  const { findings, from = openFrom, note, kind } = fix
  const rulesOf = (facts: OwnerFacts) => {
    if (kind === 'split') return makeSplitRules(findings, { parts: fix.parts, from, note })
    const target = kind === 'owner' ? { team: fix.team, pool: fix.pool } : { project: fix.project }
    return makeOwnerRules(findings, { ...target, from, note }, { series, facts })
  }
  return (facts) => ({ ...facts, rules: [...rulesOf(facts).map((rule, index) => toFact(rule, index, facts)), ...facts.rules] })
}

const newTeam = (slug: string) => ({ id: `new ${slug}`, slug, name: slug, archivedFrom: null })

function toFact(rule: ReturnType<typeof makeRule>, index: number, facts: OwnerFacts): RuleFact {
  const { name, conditions, from, to } = rule
  return { id: `new ${index}`, name, kind: 'decision', conditions, from, to, target: findTarget(rule, facts) }
}

function findTarget({ team, pool, project }: z.output<typeof createRuleSchema>, facts: OwnerFacts): RuleFact['target'] {
  if (team !== null) {
    const found = facts.teams.get(team)
    return { kind: 'team', id: found?.id ?? refuseField('team', `no team is registered as "${team}"`) }
  }
  if (pool !== null) {
    const found = [...facts.pools.values()].find(({ slug }) => slug === pool)
    return { kind: 'pool', id: found?.id ?? refuseField('pool', `no pool is registered as "${pool}"`) }
  }
  const [id] = [...facts.projects].find(([, slug]) => slug === project) ?? []
  return { kind: 'project', id: id ?? refuseField('project', `no project is registered as "${project}"`) }
}

function toMove(
  { month, before, after, requests, costUsd, isAtLeast }: PreviewMonth,
  isProject: boolean,
): FixPreview['months'][number] {
  const toEnd = ({ kind, key, name, project }: PreviewMonth['before']): MoveEnd => {
    if (isProject) return { kind: 'project', key: project, name: null }
    return kind === 'none' ? { kind, key: null, name: null } : { kind, key, name }
  }
  return { month, before: toEnd(before), after: toEnd(after), requests, costUsd, isAtLeast }
}
