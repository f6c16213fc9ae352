import { cutTime, type DayBounds, valueOn } from '@/lib/registry/dated-spans'
import type { OwnerFacts } from '@/lib/registry/owner-facts'
import type { AttributableSeries } from '../attribute-series'
import { createOwnerResolver, type OwnershipSpan } from '../resolve-owner'

/** Who owns something, as a preview tells it: `key` is a team's or pool's slug, or why it is nobody's. */
export interface OwnerLabel {
  readonly kind: 'team' | 'pool' | 'none'
  readonly key: string
  readonly name: string | null
  /** The slug of the project that a rule puts it into. */
  readonly project: string | null
}

/** A span of days on which a series would have another owner, or be put into another project. */
export interface SeriesMove extends DayBounds {
  readonly seriesId: number
  readonly before: OwnerLabel
  readonly after: OwnerLabel
}

export interface Moves {
  readonly moves: readonly SeriesMove[]
  /** Series that keep their owner and project on all days, by something else than before. */
  readonly confirmed: number
}

/** What changes between two states of the registry, series by series. Pure: what is supposed need not be stored. */
export function findMoves(series: readonly AttributableSeries[], before: OwnerFacts, after: OwnerFacts): Moves {
  const [was, is] = [createOwnerResolver(before), createOwnerResolver(after)]
  // Series with the same owners before and after share their spans, and what differs between those.
  const known = new Map<readonly OwnershipSpan[], Map<readonly OwnershipSpan[], Omit<SeriesMove, 'seriesId'>[]>>()
  const compare = (one: readonly OwnershipSpan[], other: readonly OwnershipSpan[]) => {
    const ofOne = known.get(one) ?? new Map<readonly OwnershipSpan[], Omit<SeriesMove, 'seriesId'>[]>()
    known.set(one, ofOne)
    const found = ofOne.get(other) ?? compareSpans(one, other, { before, after })
    ofOne.set(other, found)
    return found
  }
  const moves: SeriesMove[] = []
  let confirmed = 0
  for (const hints of series) {
    const [one, other] = [was.resolve(hints), is.resolve(hints)]
    const differences = compare(one, other)
    for (const difference of differences) moves.push({ seriesId: hints.id, ...difference })
    if (differences.length === 0 && tellBases(one) !== tellBases(other)) confirmed += 1
  }
  return { moves, confirmed }
}

const tellBases = (spans: readonly OwnershipSpan[]) =>
  JSON.stringify(spans.map(({ from, owner, project }) => [from, owner.kind === 'none' ? null : owner.ruleId, project?.ruleId]))

function compareSpans(
  one: readonly OwnershipSpan[],
  other: readonly OwnershipSpan[],
  facts: { before: OwnerFacts; after: OwnerFacts },
): Omit<SeriesMove, 'seriesId'>[] {
  const found: Omit<SeriesMove, 'seriesId'>[] = []
  for (const piece of cutTime([...one, ...other].map(({ from }) => from))) {
    const [before, after] = [labelOn(one, piece, facts.before), labelOn(other, piece, facts.after)]
    if (before.kind === after.kind && before.key === after.key && before.project === after.project) continue
    const last = found.at(-1)
    const isSame = last && last.to === piece.from && sameLabel(last.before, before) && sameLabel(last.after, after)
    if (isSame) found[found.length - 1] = { ...last, to: piece.to }
    else found.push({ ...piece, before, after })
  }
  return found
}

const sameLabel = (one: OwnerLabel, other: OwnerLabel) =>
  one.kind === other.kind && one.key === other.key && one.project === other.project

function labelOn(spans: readonly OwnershipSpan[], { from }: DayBounds, facts: OwnerFacts): OwnerLabel {
  const span = valueOn(
    spans.map((one) => ({ from: one.from, to: one.to, value: one })),
    from ?? '',
  )
  if (!span) throw new Error('ownership does not cover all of time')
  const { owner } = span
  const project = span.project === null ? null : (facts.projects.get(span.project.id) ?? null)
  if (owner.kind === 'none') return { kind: 'none', key: owner.reason, name: null, project }
  const { slug, name } = owner.kind === 'team' ? owner.team : owner.pool
  return { kind: owner.kind, key: slug, name, project }
}
