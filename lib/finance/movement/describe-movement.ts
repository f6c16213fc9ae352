import { parseDecimal } from '@/lib/money/decimal'
import { formatUsd } from '@/lib/money/format'
import type { Usd } from '@/lib/money/usd'
import { type MixName, mixNames, type PartName, partNames } from './movement-parts'
import type { MovementFigures, MovementOwner, MovementReport } from './schema'

/** An effect that explains most of an owner's change: a part, and of a mix which part of it. */
interface Cause {
  readonly part: PartName
  readonly mix: MixName | null
  readonly amount: Usd
}

/**
 * Which team caused the change, and by what: one sentence with the team, dollars, the effect that explains most of it and the
 * model behind that. A second one says what of stated totals is left.
 */
export function describeMovement(report: MovementReport): string {
  const { total, explained_usd: explained, residual_usd: residual, basis } = report
  if (basis === 'captured') return describeRecorded(report)
  const stated = `Between the invoices spend ${changed(parseDecimal(total.change_usd))}`
  const left = `recorded usage explains ${signed(explained)} of it and leaves ${signed(residual)}`
  return `${stated}; ${left}. ${describeRecorded(report)}`
}

/** The owner whose spend moved most the way that all of it did; null where all of it did not move, or there was nothing before. */
export function findCulprit({ explained_usd: explained, has_prior: hasPrior, owners }: MovementReport): MovementOwner | null {
  const change = parseDecimal(explained)
  if (!hasPrior || change === 0n) return null
  return findMostMoved(owners, change)
}

const findMostMoved = (owners: readonly MovementOwner[], change: Usd): MovementOwner | null =>
  findLargest(owners, (owner) => (change > 0n ? 1n : -1n) * parseDecimal(owner.change_usd))

function describeRecorded(report: MovementReport): string {
  const { captured, explained_usd: explained, has_prior: hasPrior, owners } = report
  if (!hasPrior) {
    return parseDecimal(captured.current_usd) === 0n
      ? 'No spend is recorded in either of the two.'
      : `Nothing is recorded to compare with: all of ${formatUsd(captured.current_usd)} is new.`
  }
  const culprit = findCulprit(report)
  if (culprit !== null) {
    const change = parseDecimal(explained)
    const sentence = `${describeShare(culprit, change)}${describeCause(culprit)}.`
    return culprit.kind === 'team' ? sentence : `${sentence}${describeTeam(owners, change)}`
  }
  const hasMoved = owners.some((owner) => parseDecimal(owner.change_usd) !== 0n)
  return `Recorded spend is the same in both${hasMoved ? ', though teams moved against each other' : ''}.`
}

const changed = (change: Usd) =>
  change === 0n ? 'did not change' : `${change > 0n ? 'rose' : 'fell'} by ${formatUsd(change > 0n ? change : -change)}`
const signed = (amount: string | Usd) => formatUsd(amount, { sign: true })

/** How much of the change is one owner's. */
function describeShare({ kind, name, change_usd: own }: MovementOwner, change: Usd): string {
  const amount = parseDecimal(own)
  const [size, whole] = change > 0n ? [amount, change] : [-amount, -change]
  const share = size > whole ? 'caused more than all of' : 2n * size > whole ? 'caused most of' : 'contributed most to'
  const subject = kind === 'team' ? name : kind === 'pool' ? `What the shared pool ${name} keeps` : 'Usage that nobody owns'
  const moved = kind === 'pool' ? 'it keeps' : kind === 'team' ? 'it spent' : 'it cost'
  return `${subject} ${share} the ${change > 0n ? 'increase' : 'decrease'} of ${formatUsd(whole)}: ${moved} ${formatUsd(size)} ${
    change > 0n ? 'more' : 'less'
  }`
}

/** Where no team caused most of it, the team that came next. */
function describeTeam(owners: readonly MovementOwner[], change: Usd): string {
  const team = findMostMoved(
    owners.filter(({ kind }) => kind === 'team'),
    change,
  )
  if (team === null) return ''
  const own = parseDecimal(team.change_usd)
  const moved = own > 0n ? `${formatUsd(own)} more` : `${formatUsd(-own)} less`
  return ` Of the teams it was ${team.name}: it spent ${moved}${describeCause(team)}.`
}

/** By what, and on which model. */
function describeCause(owner: MovementOwner): string {
  if (owner.kind !== 'team') return ''
  const cause = findCause(owner)
  if (cause === null) return ''
  const isAll = cause.amount === parseDecimal(owner.change_usd)
  if (cause.part === 'new' && owner.state === 'new' && isAll) return `, all of it new${onModel(owner, cause)}`
  if (cause.part === 'gone' && owner.state === 'gone') return ', because it is gone'
  return `, chiefly through ${describeEffect(cause)} (${signed(cause.amount)})${onModel(owner, cause)}`
}

const mixWords: Readonly<Record<MixName, string>> = {
  model: 'its mix of models',
  token_class: 'its mix of token classes',
  caching: 'its use of caching',
  tier: 'its service tiers and context lengths',
}

function describeEffect({ part, mix, amount }: Cause): string {
  const isMore = amount > 0n
  if (part === 'new') return 'models that it did not use before'
  if (part === 'gone') return 'models that it uses no more'
  if (part === 'volume') return isMore ? 'more requests' : 'fewer requests'
  if (part === 'price') return isMore ? 'higher prices' : 'lower prices'
  if (part === 'shared') return isMore ? 'a larger share of shared pools' : 'a smaller share of shared pools'
  return mix === null ? 'its mix' : mixWords[mix]
}

const amountOf = (figures: MovementFigures, part: PartName, mix: MixName | null): Usd =>
  parseDecimal(part === 'mix' && mix !== null ? figures.mix_of[`${mix}_usd`] : figures[`${part}_usd`])

/** The part that moved most the way the owner did, and of a mix the part that moved most the way of the mix. */
function findCause(owner: MovementOwner): Cause | null {
  const direction = parseDecimal(owner.change_usd) > 0n ? 1n : -1n
  const part = findLargest(partNames, (name) => direction * amountOf(owner, name, null))
  if (part === null) return null
  const mix = part === 'mix' ? findLargest(mixNames, (name) => direction * amountOf(owner, part, name)) : null
  return { part, mix, amount: amountOf(owner, part, null) }
}

function onModel({ models, change_usd: change }: MovementOwner, { part, mix }: Cause): string {
  const direction = parseDecimal(change) > 0n ? 1n : -1n
  const model = findLargest(models, (one) => direction * amountOf(one, part, mix))
  if (model === null) return ''
  return models.length === 1 ? `, on ${model.model}` : `, mostly on ${model.model}`
}

/** The one with the largest size above 0; null where none has. */
function findLargest<One>(all: readonly One[], sizeOf: (one: One) => bigint): One | null {
  let [best, size]: [One | null, bigint] = [null, 0n]
  for (const one of all) {
    const own = sizeOf(one)
    if (own > size) [best, size] = [one, own]
  }
  return best
}
