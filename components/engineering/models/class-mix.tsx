import { preferredColor } from '@/components/charts/series-color'
import { widthPercent } from '@/components/pools/share-width'
import type { ClassCostRow } from '@/lib/engineering/models/schema'
import { formatUsd } from '@/lib/money/format'
import { type ClassGroup, classGroups, groupCost } from './model-words'
import classes from './models.module.css'

/** The classes stand in fixed places and never beside another set of things, so that each has a hue of its own. */
const hues: Readonly<Record<ClassGroup['key'], string>> = {
  input: 'var(--series-1)',
  cached_input: 'var(--series-4)',
  cache_write: 'var(--series-10)',
  output: 'var(--series-2)',
  reasoning: 'var(--series-5)',
  calls: 'var(--series-3)',
  '~other': preferredColor('~other'),
}

export const classColors: ReadonlyMap<string, string> = new Map(Object.entries(hues))

interface ClassMixProps {
  split: readonly ClassCostRow[]
  costUsd: string
  /** What the parts are of, for those who cannot see them. */
  label: string
  isWhole?: boolean
}

/** The parts of a cost by class, side by side; the same figures stand in the table by class. */
export function ClassMix({ split, costUsd, label, isWhole = false }: ClassMixProps) {
  const parts = classGroups
    .map((group) => ({ group, cost: groupCost(split, group) }))
    .filter(({ cost }) => cost !== '0' && !cost.startsWith('-'))
  const text = parts.map(({ group, cost }) => `${group.label} ${formatUsd(cost)}`).join(', ')
  return (
    <span
      role="img"
      aria-label={`${label}: ${text || 'no known cost'}`}
      title={text}
      className={isWhole ? classes.whole : classes.mix}
    >
      {parts.map(({ group, cost }) => (
        <span key={group.key} style={{ width: `${widthPercent(cost, costUsd)}%`, background: hues[group.key] }} />
      ))}
    </span>
  )
}
