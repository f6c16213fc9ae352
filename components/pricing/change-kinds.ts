import type { ChangeKind } from '@/lib/pricing/price-change'

/** How kinds of changes are headed and counted, in the order in which they are read. */
export const changeLabels: Readonly<Record<ChangeKind, { title: string; one: string; many: string }>> = {
  new_model: { title: 'New models', one: 'new model', many: 'new models' },
  new_period: { title: 'New periods', one: 'new period', many: 'new periods' },
  correction: { title: 'Corrections of the past', one: 'correction of the past', many: 'corrections of the past' },
  removed: { title: 'Removed', one: 'removal', many: 'removals' },
  alias: { title: 'Names', one: 'name', many: 'names' },
  term: { title: 'Contract terms', one: 'contract term', many: 'contract terms' },
  other: { title: 'Other', one: 'other change', many: 'other changes' },
}

const kinds = Object.keys(changeLabels) as ChangeKind[]

/** `2 new models, 1 contract term`. */
export function describeCounts(counts: Readonly<Partial<Record<string, number>>>): string {
  const parts = kinds.flatMap((kind) => {
    const count = counts[kind] ?? 0
    if (count === 0) return []
    const { one, many } = changeLabels[kind]
    return [`${count.toLocaleString('en-US')} ${count === 1 ? one : many}`]
  })
  return parts.join(', ') || 'no changes'
}

/** Changes by kind, in order, kinds without any left out. */
export function groupByKind<Change extends { kind: string }>(changes: readonly Change[]) {
  return kinds.flatMap((kind) => {
    const ofKind = changes.filter((change) => change.kind === kind)
    return ofKind.length === 0 ? [] : [{ kind, title: changeLabels[kind].title, changes: ofKind }]
  })
}
