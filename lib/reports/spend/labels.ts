import { readDeclaredLabels } from '@/lib/attribution/contract/declared-labels'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { type DimensionName, isDimensionName, isLabelDimension, type LabelDimension } from './dimension-names'
import type { LabelColumns } from './dimensions'
import type { SpendParams } from './schema'

const toDimension = (name: string): LabelDimension => `label:${name}`

/** The dimensions of the labels that the attribution contract declares. */
export async function listLabelDimensions(db: Database): Promise<LabelDimension[]> {
  return (await readDeclaredLabels(db)).map(({ name }) => toDimension(name))
}

/** A dimension that a question names, and the parameter that names it. */
export interface PlacedDimension {
  readonly name: DimensionName
  readonly path: string
}

/** The dimensions of a spend question, each with where it stands. */
export function listNamed({ groupBy, filters }: Pick<SpendParams, 'groupBy' | 'filters'>): PlacedDimension[] {
  const ofFilters = Object.keys(filters).filter(isDimensionName)
  return [...groupBy.map((name) => ({ name, path: 'group_by' })), ...ofFilters.map((name) => ({ name, path: name }))]
}

/**
 * Where the labels among some dimensions lie. Asks the contract only where there are any.
 *
 * @throws AppError `invalid` for one that is not declared, naming those that are.
 */
export async function readLabelColumns(db: Database, named: readonly PlacedDimension[]): Promise<LabelColumns> {
  if (!named.some(({ name }) => isLabelDimension(name))) return new Map()
  const declared = new Map<DimensionName, string>(
    (await readDeclaredLabels(db)).map(({ name, column }) => [toDimension(name), column]),
  )
  const known = declared.size === 0 ? 'none are declared' : `use ${[...declared.keys()].join(', ')}`
  const errors = named
    .filter(({ name }) => isLabelDimension(name) && !declared.has(name))
    .map(({ name, path }) => ({ path, message: `has “${name}”, which is no declared label: ${known}` }))
  if (errors.length === 0) return declared
  throw new AppError('invalid', `${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}.`, { errors })
}
