import { compareSizes } from '@/lib/money/compare'
import type { Usd } from '@/lib/money/usd'
import { costOf, explainModel, isUsed, type ModelUsage, type MovementCell } from './explain-model'
import { addParts, type MovementParts, noParts, sumParts } from './movement-parts'

/** What a team used of one model in a month; a team and model may come more than once. */
export interface TeamUsage extends ModelUsage {
  readonly team: string
  readonly model: string
}

/** A month as those who may see it do; amounts at 10^-18 USD. */
export interface MovementMonth {
  readonly usage: readonly TeamUsage[]
  /** What each team receives of shared pools. */
  readonly received: ReadonlyMap<string, Usd>
  /** What each pool keeps: its own cost less what it gives. */
  readonly kept: ReadonlyMap<string, Usd>
  /** What nobody owns; 0 for those who see none of it. */
  readonly unattributed: Usd
}

/** How a line stands to the prior month. */
export type LineState = 'new' | 'gone' | 'continuing'

export interface MovementLine {
  /** All that it bore, shared costs too. */
  readonly prior: Usd
  readonly current: Usd
  /** `current − prior`: what the parts add up to. */
  readonly change: Usd
  readonly parts: MovementParts
}

export interface ModelMovement extends MovementLine {
  readonly model: string
  readonly state: LineState
  readonly priorRequests: bigint
  readonly currentRequests: bigint
}

export interface OwnerMovement extends MovementLine {
  readonly kind: 'team' | 'pool' | 'nobody'
  /** A slug; null for nobody. */
  readonly code: string | null
  /** Of a team: by its own usage, whatever pools give it. */
  readonly state: LineState
  /** Of a team, with what pools give it in none of them. Largest change first. */
  readonly models: readonly ModelMovement[]
}

/** Totals on invoices of the two months; 10^-18 USD. */
export interface StatedTotals {
  readonly prior: Usd
  readonly current: Usd
}

export interface Movement extends MovementLine {
  /** What was recorded, whatever is stated. */
  readonly captured: { readonly prior: Usd; readonly current: Usd }
  /** What the parts come to: the change of what was recorded. */
  readonly explained: Usd
  /** `change − explained`: of stated totals what nothing recorded explains; else 0. */
  readonly residual: Usd
  /** Largest change first. */
  readonly owners: readonly OwnerMovement[]
}

/**
 * Why one month differs from another, by team and model. Each dollar of the change is in exactly one part of one line, and the
 * parts add up to it at 10^-18:
 *
 * 1. **new** and **gone** are taken off first: teams that have usage of their own in one month only, and within a team that has
 *    it in both, models that it used in one month only. New is `+ cost now`, gone is `− cost before`.
 * 2. **volume, mix, price** are of the models that a team used in both months; `explainModel` says how.
 * 3. **shared** is the change of what pools give a team, and on a pool's own line the change of what it keeps.
 * 4. **unattributed** is the change of what nobody owns.
 *
 * The volume of a team is the requests of the models that it used in both months: models that came or went are in step 1.
 *
 * @param stated totals of the invoices where the change of these is asked for; what of it is not explained is the residual.
 */
export function explainMovement(prior: MovementMonth, current: MovementMonth, stated: StatedTotals | null = null): Movement {
  const owners = [
    ...explainTeams(prior, current),
    ...unionKeys(prior.kept, current.kept).map((pool) => explainPool(pool, prior, current)),
    ...explainNobody(prior, current),
  ].sort(byChange)
  const parts = addParts(owners.map((owner) => owner.parts))
  const captured = {
    prior: owners.reduce((sum, owner) => sum + owner.prior, 0n),
    current: owners.reduce((sum, owner) => sum + owner.current, 0n),
  }
  const [before, now] = [stated?.prior ?? captured.prior, stated?.current ?? captured.current]
  const [change, explained] = [now - before, sumParts(parts)]
  return { prior: before, current: now, change, parts, captured, explained, residual: change - explained, owners }
}

function explainTeams(prior: MovementMonth, current: MovementMonth): OwnerMovement[] {
  const [then, now] = [byTeam(prior.usage), byTeam(current.usage)]
  const teams = [...new Set([...then.keys(), ...now.keys(), ...prior.received.keys(), ...current.received.keys()])]
  return teams.flatMap((team) => {
    const models = explainModels(then.get(team) ?? none, now.get(team) ?? none)
    const [was, is] = [prior.received.get(team) ?? 0n, current.received.get(team) ?? 0n]
    if (models.length === 0 && was === 0n && is === 0n) return []
    return [
      {
        ...{ kind: 'team' as const, code: team, models },
        state: !now.has(team) && then.has(team) ? ('gone' as const) : !then.has(team) && now.has(team) ? 'new' : 'continuing',
        prior: models.reduce((sum, model) => sum + model.prior, was),
        current: models.reduce((sum, model) => sum + model.current, is),
        change: models.reduce((sum, model) => sum + model.change, is - was),
        parts: addParts([{ ...noParts, shared: is - was }, ...models.map((model) => model.parts)]),
      },
    ]
  })
}

type Models = ReadonlyMap<string, ModelUsage>
const none: Models = new Map()
const unused: ModelUsage = { requests: 0n, cells: [] }

function explainModels(then: Models, now: Models): ModelMovement[] {
  const names = unionKeys(then, now)
  const volume = { prior: 0n, current: 0n }
  for (const name of names) {
    const [was, is] = [then.get(name), now.get(name)]
    if (was === undefined || is === undefined) continue
    volume.prior += was.requests
    volume.current += is.requests
  }
  const explain = (model: string): ModelMovement => {
    const [was, is] = [then.get(model), now.get(model)]
    const [prior, current] = [costOf(was ?? unused), costOf(is ?? unused)]
    const parts =
      was === undefined
        ? { ...noParts, new: current }
        : is === undefined
          ? { ...noParts, gone: -prior }
          : explainModel(was, is, volume)
    return {
      ...{ model, prior, current, change: current - prior, parts },
      state: was === undefined ? 'new' : is === undefined ? 'gone' : 'continuing',
      priorRequests: was?.requests ?? 0n,
      currentRequests: is?.requests ?? 0n,
    }
  }
  return names.map(explain).sort(byChange)
}

function explainPool(pool: string, prior: MovementMonth, current: MovementMonth): OwnerMovement {
  const [was, is] = [prior.kept.get(pool) ?? 0n, current.kept.get(pool) ?? 0n]
  return {
    ...{ kind: 'pool', code: pool, state: 'continuing', models: [], prior: was, current: is, change: is - was },
    parts: { ...noParts, shared: is - was },
  }
}

function explainNobody({ unattributed: was }: MovementMonth, { unattributed: is }: MovementMonth): OwnerMovement[] {
  if (was === 0n && is === 0n) return []
  const parts = { ...noParts, unattributed: is - was }
  return [
    { ...{ kind: 'nobody', code: null, state: 'continuing', models: [] }, prior: was, current: is, change: is - was, parts },
  ]
}

/** Each team's models that were used at all, with all that there is of each. */
function byTeam(usage: readonly TeamUsage[]): Map<string, Map<string, ModelUsage>> {
  const cells = new Map<string, Map<string, { requests: bigint; cells: MovementCell[] }>>()
  for (const one of usage) {
    const models = cells.get(one.team) ?? new Map<string, { requests: bigint; cells: MovementCell[] }>()
    const known = models.get(one.model)
    models.set(one.model, {
      requests: (known?.requests ?? 0n) + one.requests,
      cells: [...(known?.cells ?? []), ...one.cells],
    })
    cells.set(one.team, models)
  }
  const used = [...cells].map(([team, models]) => [team, new Map([...models].filter(([, model]) => isUsed(model)))] as const)
  return new Map(used.filter(([, models]) => models.size > 0))
}

const unionKeys = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) => [
  ...new Set([...one.keys(), ...other.keys()]),
]

const nameOf = (line: { code?: string | null; model?: string }) => line.model ?? line.code ?? '\uffff'

/** The largest change first, in either direction; equal ones by name. */
function byChange<Line extends MovementLine & { code?: string | null; model?: string }>(left: Line, right: Line): number {
  return compareSizes(right.change, left.change) || (nameOf(left) < nameOf(right) ? -1 : 1)
}
