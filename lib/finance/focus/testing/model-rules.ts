import { z } from 'zod'
import { compare, type FocusRow, type FocusTable, multiply, readDecimal } from './read-focus-csv'

const checkSchema: z.ZodType<Check> = z.lazy(() => z.record(z.string(), z.unknown()))
type Check = Readonly<Record<string, unknown>>

const ruleSchema = z.object({
  Function: z.string(),
  Reference: z.string(),
  EntityType: z.string(),
  ApplicabilityCriteria: z.array(z.string()),
  Type: z.enum(['Static', 'Dynamic']),
  ValidationCriteria: z.object({
    MustSatisfy: z.string(),
    Keyword: z.string(),
    Requirement: checkSchema,
    Condition: checkSchema,
  }),
})
type Rule = z.infer<typeof ruleSchema>

/** The machine-readable rules of the specification. */
export const modelSchema = z.object({ ModelRules: z.record(z.string(), ruleSchema) })
export type FocusModel = z.infer<typeof modelSchema>

export interface RuleFailure {
  readonly id: string
  readonly keyword: string
  readonly text: string
  readonly row: FocusRow | null
}

/** What became of each rule. Every static rule is in exactly one of the first three lists. */
export interface RuleReport {
  readonly ran: readonly string[]
  /** Rules of columns that are not in the file, and of what its providers do not support. */
  readonly notApplicable: readonly string[]
  readonly failures: readonly RuleFailure[]
  /** Cannot be told from the file alone. */
  readonly dynamic: readonly string[]
}

/** Rows at fault; all of them where the fault is the file's. */
type Faults = ReadonlySet<FocusRow>

/**
 * Runs the rules on a file, beginning at the data set's: a composite rule runs the rules that it names, within its own condition.
 * What SHOULD be is told like what MUST be, by its keyword; what MAY be is no failure where it is not.
 *
 * @param supported the applicability criteria that hold for the file's providers.
 */
export function runModelRules(model: FocusModel, table: FocusTable, supported: ReadonlySet<string>): RuleReport {
  const ran = new Set<string>()
  const failures: RuleFailure[] = []
  const all: Faults = new Set(table.rows)
  const none: Faults = new Set()

  const runRule = (id: string, rows: readonly FocusRow[], isReported: boolean): Faults => {
    const rule = model.ModelRules[id]
    if (!rule) throw new Error(`the model has no rule ${id}`)
    if (rule.Type === 'Dynamic' || !isApplicable(rule)) return none
    ran.add(id)
    const { Requirement, Condition, Keyword, MustSatisfy } = rule.ValidationCriteria
    const met = rows.filter((row) => holds(Condition, row))
    const faults = runCheck(Requirement, met, isReported)
    // What MAY be, need not.
    if (isReported && faults.size > 0 && rule.Function !== 'Composite' && Keyword !== 'MAY') {
      failures.push({ id, keyword: Keyword, text: MustSatisfy, row: faults.values().next().value ?? null })
    }
    return Keyword === 'MAY' ? none : faults
  }

  const isApplicable = (rule: Rule) =>
    rule.ApplicabilityCriteria.every((criterion) => supported.has(criterion)) &&
    (rule.EntityType !== 'Column' || table.columns.includes(rule.Reference))

  const runCheck = (check: Check, rows: readonly FocusRow[], isReported: boolean): Faults => {
    const items = z.array(checkSchema).safeParse(check.Items).data ?? []
    if (check.CheckFunction === 'AND') return union(items.map((item) => runCheck(item, rows, isReported)))
    if (check.CheckFunction === 'OR') {
      const faults = items.map((item) => runCheck(item, rows, false))
      return new Set(rows.filter((row) => faults.every((fault) => fault.has(row))))
    }
    if (check.CheckFunction === 'CheckModelRule') return runRule(String(check.ModelRuleId), rows, isReported)
    if (check.CheckFunction === 'ColumnPresent') return table.columns.includes(String(check.ColumnName)) ? none : all
    if (check.CheckFunction === 'CheckDistinctCount') return findManyValued(check, rows)
    return new Set(rows.filter((row) => !holds(check, row)))
  }

  const datasetFaults = runRule('CostAndUsage-D-000-M', table.rows, true)
  const statics = Object.entries(model.ModelRules).filter(([, rule]) => rule.Type === 'Static')
  return {
    ran: [...ran],
    notApplicable: statics.flatMap(([id]) => (ran.has(id) ? [] : [id])),
    failures: failures.length === 0 && datasetFaults.size > 0 ? [describeWhole(datasetFaults)] : failures,
    dynamic: Object.entries(model.ModelRules).flatMap(([id, rule]) => (rule.Type === 'Dynamic' ? [id] : [])),
  }
}

/** None of several alternatives held: no single rule is at fault. */
const describeWhole = (faults: Faults): RuleFailure => ({
  id: 'CostAndUsage-D-000-M',
  keyword: 'MUST',
  text: 'none of several alternatives holds',
  row: faults.values().next().value ?? null,
})

const union = (sets: readonly Faults[]): Faults => new Set(sets.flatMap((set) => [...set]))

/** Rows whose value in one column comes with another number of values in a second one than it should. */
function findManyValued(check: Check, rows: readonly FocusRow[]): Faults {
  const [first, second] = [String(check.ColumnAName), String(check.ColumnBName)]
  const seen = new Map<string, Set<string | null>>()
  for (const row of rows) {
    const value = row[first]
    if (value) seen.set(value, (seen.get(value) ?? new Set()).add(row[second] ?? null))
  }
  return new Set(rows.filter((row) => row[first] && seen.get(row[first])?.size !== Number(check.ExpectedCount)))
}

/** Whether a check holds for a row; a column that is not in the file is null. */
function holds(check: Check, row: FocusRow): boolean {
  const items = z.array(checkSchema)
  // Some conditions are written without the function's name.
  if ('AND' in check) return (items.safeParse(check.AND).data ?? [checkSchema.parse(check.AND)]).every((item) => holds(item, row))
  if (check.CheckFunction === undefined) return true
  const value = row[String(check.ColumnName)] ?? null
  const first = row[String(check.ColumnAName)] ?? null
  const second = row[String(check.ColumnBName)] ?? null
  switch (check.CheckFunction) {
    case 'AND':
      return items.parse(check.Items).every((item) => holds(item, row))
    case 'OR':
      return items.parse(check.Items).some((item) => holds(item, row))
    case 'CheckValue':
      return isValue(value, check.Value)
    case 'CheckNotValue':
      return !isValue(value, check.Value)
    case 'CheckSameValue':
      return first === second
    case 'CheckNotSameValue':
      return first !== second
    case 'CheckGreaterOrEqualThanValue':
      return value === null || compareTo(value, String(check.Value)) >= 0
    case 'ColumnByColumnEqualsColumnValue':
      return isProduct(first, second, row[String(check.ResultColumnName)] ?? null)
    default:
      return value === null || checkFormat(String(check.CheckFunction), value)
  }
}

function isValue(value: string | null, expected: unknown): boolean {
  if (value === null || expected === null) return value === expected
  return typeof expected === 'number' ? compareTo(value, String(expected)) === 0 : value === String(expected)
}

function compareTo(value: string, expected: string): number {
  const [left, right] = [readDecimal(value), readDecimal(expected)]
  return left && right ? compare(left, right) : Number.NaN
}

function isProduct(first: string | null, second: string | null, result: string | null): boolean {
  if (first === null || second === null || result === null) return false
  const [left, right, product] = [readDecimal(first), readDecimal(second), readDecimal(result)]
  return left !== null && right !== null && product !== null && compare(multiply(left, right), product) === 0
}

const isDateTime = (value: string) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value) && !Number.isNaN(Date.parse(value))
const isText = (value: string) => value.trim() !== '' && Buffer.from(value).toString() === value

/** The attributes' formats, in the words of their dynamic rules. */
const formats: Readonly<Record<string, (value: string) => boolean>> = {
  TypeString: isText,
  FormatString: isText,
  TypeDecimal: (value) => readDecimal(value) !== null,
  CheckDecimalValue: (value) => readDecimal(value) !== null,
  FormatNumeric: (value) => readDecimal(value) !== null,
  TypeDateTime: isDateTime,
  FormatDateTime: isDateTime,
  FormatUnit: (value) => /^(?:[1-9]\d* )?[A-Z][A-Za-z]*s(?: [A-Z][A-Za-z]*s)*$/.test(value),
  FormatKeyValue: isKeyValue,
  FormatCurrency: (value) => /^[A-Z]{3}$/.test(value),
  CheckNationalCurrency: (value) => /^[A-Z]{3}$/.test(value),
}

function checkFormat(name: string, value: string): boolean {
  const format = formats[name]
  if (!format) throw new Error(`the engine knows no check ${name}`)
  return format(value)
}

function isKeyValue(value: string): boolean {
  try {
    const parsed = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).safeParse(JSON.parse(value))
    return parsed.success
  } catch {
    return false
  }
}
