import { compareSizes } from '@/lib/money/compare'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { StatementLine } from '../statement/schema'

/** An owner whose total is another one than it was in a published version; null: it had or has no line. */
export interface ChangedLine {
  readonly line_id: string
  /** As the later statement has it, or the earlier one where it is gone. */
  readonly line: StatementLine
  readonly before_usd: string | null
  readonly after_usd: string | null
  readonly difference_usd: string
}

/**
 * What changed between two statements of a month, by owner in its cost centre, the largest difference first in either direction.
 * Late usage, corrections and other owners all show here; the differences add up to that of the totals.
 */
export function compareVersions(before: readonly StatementLine[], after: readonly StatementLine[]): ChangedLine[] {
  const [earlier, later] = [indexOwners(before), indexOwners(after)]
  const changed = [...new Set([...later.keys(), ...earlier.keys()])].flatMap((id) => {
    const [was, is] = [earlier.get(id), later.get(id)]
    const line = is ?? was
    const difference = parseDecimal(is?.total_usd ?? '0') - parseDecimal(was?.total_usd ?? '0')
    return line === undefined || difference === 0n ? [] : [{ id, line, was, is, difference }]
  })
  return changed
    .toSorted((left, right) => compareSizes(right.difference, left.difference) || (left.id < right.id ? -1 : 1))
    .map(({ id, line, was, is, difference }) => ({
      ...{ line_id: id, line, before_usd: was?.total_usd ?? null, after_usd: is?.total_usd ?? null },
      difference_usd: formatDecimal(difference),
    }))
}

const indexOwners = (lines: readonly StatementLine[]) =>
  new Map(lines.filter(({ level }) => level === 'owner').map((line) => [line.id, line]))
