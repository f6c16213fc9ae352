import type { FieldError } from '@/lib/errors'
import type { ContractDocument } from './schema'

type Labels = ContractDocument['labels']

/**
 * What is wrong with the labels of the next version. A label keeps its column for good, because reports read its old values there:
 * it can be retired and taken up again, but neither renamed nor left out. The column of a retired one goes to another name only
 * where that is asked for by number, because what was sent under the old name is then shown under the new one.
 */
export function findLabelFaults(before: Labels, after: Labels, reusedColumns: readonly number[]): FieldError[] {
  return before.flatMap(({ column, name, isRetired }) => {
    const index = after.findIndex((label) => label.column === column)
    const next = after[index]
    const path = index < 0 ? 'document.labels' : `document.labels[${index}].name`
    if (next?.name === name) return []
    if (!next)
      return [{ path, message: `label_${column} is ${name}: retire a label that is no longer sent, its old values stay` }]
    if (!isRetired) {
      return [{ path, message: `label_${column} is ${name}: declare ${next.name} in another column, or retire ${name} first` }]
    }
    if (reusedColumns.includes(column)) return []
    const message = `label_${column} held ${name}: what was sent as ${name} would be shown as ${next.name}. Confirm that it may be`
    return [{ path, message }]
  })
}
