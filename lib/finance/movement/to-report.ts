import { formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'
import { toCount } from '@/lib/reports/to-count'
import type { ModelMovement, Movement, MovementLine, OwnerMovement } from './explain-movement'
import { findDominantMix } from './movement-parts'
import type { MovementPeriods } from './movement-periods'
import { lineKey } from './read-usage'
import type { MovementBasis, MovementFigures, MovementModel, MovementOwner, MovementReport } from './schema'

/** What of a report is not in the movement itself. */
interface ReportPlace {
  readonly periods: MovementPeriods
  readonly zone: string
  readonly asOf: string
  readonly names: OwnerNames
  readonly basis: MovementBasis
  readonly isWhole: boolean
  readonly hasPrior: boolean
  /** The lines of each month with usage whose cost is not known. */
  readonly atLeast: { readonly prior: ReadonlySet<string>; readonly current: ReadonlySet<string> }
}

/** The movement as it is on the wire. */
export function toReport(movement: Movement, place: ReportPlace): MovementReport {
  const { periods, zone, asOf, basis, isWhole, hasPrior } = place
  const { month, against, current, prior, isRunning } = periods
  const owners = movement.owners.map((owner) => toOwner(owner, place))
  return {
    ...{ month, against, current, prior, zone, as_of: asOf, is_running: isRunning, basis, is_whole: isWhole },
    total: toFigures(movement, {
      // An invoice says what it says.
      prior: basis === 'captured' && owners.some((owner) => owner.is_prior_at_least),
      current: basis === 'captured' && owners.some((owner) => owner.is_current_at_least),
    }),
    captured: { prior_usd: formatDecimal(movement.captured.prior), current_usd: formatDecimal(movement.captured.current) },
    explained_usd: formatDecimal(movement.explained),
    residual_usd: formatDecimal(movement.residual),
    has_prior: hasPrior,
    owners,
  }
}

function toOwner(owner: OwnerMovement, { names, atLeast }: ReportPlace): MovementOwner {
  const { kind, code, state, models } = owner
  const isAtLeast = (month: ReadonlySet<string>, model?: string) => month.has(lineKey(kind, code, model))
  const modelOf = (one: ModelMovement): MovementModel => ({
    ...toFigures(one, { prior: isAtLeast(atLeast.prior, one.model), current: isAtLeast(atLeast.current, one.model) }),
    ...{ model: one.model, state: one.state },
    prior_requests: toCount(one.priorRequests),
    current_requests: toCount(one.currentRequests),
  })
  const known = kind === 'nobody' ? undefined : names[kind][code ?? '']
  return {
    ...toFigures(owner, { prior: isAtLeast(atLeast.prior), current: isAtLeast(atLeast.current) }),
    ...{ kind, code, state, name: known ?? code ?? 'Nobody', models: models.map(modelOf) },
  }
}

function toFigures(
  { prior, current, change, parts }: MovementLine,
  isAtLeast: { prior: boolean; current: boolean },
): MovementFigures {
  const usd = (amount: Usd) => formatDecimal(amount)
  return {
    ...{ prior_usd: usd(prior), current_usd: usd(current), change_usd: usd(change) },
    ...{ new_usd: usd(parts.new), gone_usd: usd(parts.gone), volume_usd: usd(parts.volume), mix_usd: usd(parts.mix) },
    ...{ price_usd: usd(parts.price), shared_usd: usd(parts.shared), unattributed_usd: usd(parts.unattributed) },
    mix_of: {
      model_usd: usd(parts.mixOf.model),
      token_class_usd: usd(parts.mixOf.token_class),
      caching_usd: usd(parts.mixOf.caching),
      tier_usd: usd(parts.mixOf.tier),
    },
    dominant_mix: findDominantMix(parts),
    is_prior_at_least: isAtLeast.prior,
    is_current_at_least: isAtLeast.current,
  }
}
