/** What a change is, in the order in which people read them. */
export const changeKinds = ['new_model', 'new_period', 'correction', 'removed', 'alias', 'term', 'other'] as const

/**
 * `new_model`: a model that was not in the book · `new_period`: a price where there was none, or one that begins on or after the
 * day of the book's figures · `correction`: another price for an earlier time · `removed`: a model or a price that is no more ·
 * `alias`: what a name means · `term`: a contract term · `other`: what no price depends on, or everything does.
 */
export type ChangeKind = (typeof changeKinds)[number]

/** One difference between two states of a book, for people to read and for the ledger to act on. */
export interface PriceChange {
  readonly kind: ChangeKind
  readonly provider: string | null
  readonly model: string | null
  readonly tier: string | null
  /** The span whose price changes; null where it is open, or where the change has no span. */
  readonly from: string | null
  readonly to: string | null
  /** Whether it is a change of what some span of time costs. */
  readonly hasSpan: boolean
  /** One line: `openai gpt-5.4, standard, from 2026-12-01T00:00:00Z: input 2.5 → 2`. */
  readonly summary: string
  readonly before: unknown
  readonly after: unknown
}

/** Numbers of changes by kind, kinds without any left out. */
export function countChanges(changes: readonly PriceChange[]): Partial<Record<ChangeKind, number>> {
  const counts: Partial<Record<ChangeKind, number>> = {}
  for (const { kind } of changes) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/**
 * The part of a change's span that is past at `now`: usage in it may have been rated otherwise. Null where the change has no
 * span, or all of it lies ahead.
 */
export function findRerateSpan(change: PriceChange, now: Date): { from: string | null; to: string | null } | null {
  if (!change.hasSpan) return null
  const at = now.toISOString()
  if (change.from !== null && Date.parse(change.from) >= now.getTime()) return null
  return { from: change.from, to: change.to !== null && Date.parse(change.to) < now.getTime() ? change.to : at }
}
