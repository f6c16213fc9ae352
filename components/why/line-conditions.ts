import type { OwnershipLine } from '@/lib/reports/ownership/queries'
import { lineDimensions } from '@/lib/reports/ownership/schema'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import type { SpendParams } from '@/lib/reports/spend/schema'

/** What a series has in place of a value when its source sends too many to keep apart. */
const otherValue = '~other'

interface Condition {
  readonly dimension: string
  readonly operator: 'equals' | 'absent'
  readonly values: string[]
}

/** The conditions that the series of a line meet: everything that they state, and that they state no more. */
export function lineConditions({ dimensions, statedProject }: Pick<OwnershipLine, 'dimensions' | 'statedProject'>): Condition[] {
  const stated = { ...dimensions, project: statedProject ?? dimensions.project }
  return lineDimensions.flatMap((dimension): Condition[] => {
    const value = stated[dimension]
    if (value === otherValue) return []
    return [value === null ? { dimension, operator: 'absent', values: [] } : { dimension, operator: 'equals', values: [value] }]
  })
}

/** The filters that leave a line's requests, beside those of the figure that it is a part of. */
export function lineFilters(
  { dimensions, ownerKind, owner }: Pick<OwnershipLine, 'dimensions' | 'ownerKind' | 'owner'>,
  filters: SpendParams['filters'],
): SpendParams['filters'] {
  const ofLine = Object.fromEntries(lineDimensions.map((name) => [name, [dimensions[name] ?? noneValue]]))
  const ofOwner = ownerKind === 'pool' ? { pool: [owner ?? noneValue] } : { team: [owner ?? noneValue] }
  return { ...filters, ...ofLine, ...ofOwner }
}
