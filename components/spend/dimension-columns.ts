import type { Column } from '@/components/ui/data-table-columns'
import { type DimensionName, dimensionLabel } from '@/lib/reports/spend/dimension-names'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'
import { valueText } from './value-text'

/** A column per dimension of the grouping, in words. */
export function dimensionColumns<Row>(
  groupBy: readonly DimensionName[],
  report: { readonly names: OwnerNames; readonly zone: string },
  cellOf: (row: Row, name: DimensionName, index: number) => string | null,
): Column<Row>[] {
  return groupBy.map((name, index) => ({
    key: name,
    header: dimensionLabel(name),
    value: (row) => valueText(name, cellOf(row, name, index), report),
  }))
}

/** While nothing is known, the columns that will be there for certain. */
export const pendingColumns = <Row>(groupBy: readonly DimensionName[]): Column<Row>[] =>
  groupBy.map((name) => ({ key: name, header: dimensionLabel(name), value: () => null, sortable: false }))
