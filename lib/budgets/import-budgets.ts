import { eq } from 'drizzle-orm'
import type { Actor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { budget } from '@/lib/db/schema/budgets'
import { AppError, type FieldError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { formatUsd } from '@/lib/money/format'
import { findReportingDay } from '@/lib/registry/registry-version'
import { findAmount } from './amendments'
import { periodOn } from './budget-period'
import { amendBudget } from './commands/amounts'
import { createBudget, editBudget } from './commands/budgets'
import { type CsvBudget, readBudgetsCsv } from './csv'
import { writeScope } from './describe-scope'
import { type BudgetRecord, readBudgets } from './queries'
import { isWithinReach, readReach } from './reach'
import { type CreateBudget, createBudgetSchema } from './schema'

/** What a row of a file does, or would do. */
export interface ImportedRow {
  readonly line: number
  readonly slug: string
  readonly effect: 'create' | 'change' | 'none' | 'refused'
  /** What changes, in words a person reads; null where there was nothing. */
  readonly changes: readonly { readonly field: string; readonly before: string | null; readonly after: string }[]
  readonly errors: readonly FieldError[]
}

export interface ImportOutcome {
  /** False where it was only tried, or where a row was refused: then nothing was changed. */
  readonly isApplied: boolean
  readonly rows: readonly ImportedRow[]
}

/** Ends the transaction of an import that is not to last. */
class RolledBack extends Error {}

/**
 * Takes a CSV file of budgets in: new slugs are set up, known ones changed, all of it or nothing. A trial does the same and takes
 * it back, so that what it tells is what would happen.
 */
export async function importBudgets(
  db: Database,
  actor: Actor,
  { csv, isTrial, now }: { csv: string; isTrial: boolean; now: Date },
): Promise<ImportOutcome> {
  const given = readBudgetsCsv(csv)
  const rows: ImportedRow[] = []
  try {
    await db.transaction(async (tx) => {
      for (const row of given) rows.push(await importRow(tx, actor, row, now))
      if (isTrial || rows.some(({ effect }) => effect === 'refused')) throw new RolledBack()
    })
    return { isApplied: true, rows }
  } catch (error) {
    if (error instanceof RolledBack) return { isApplied: false, rows }
    throw error
  }
}

async function importRow(tx: Database, actor: Actor, { line, values }: CsvBudget, now: Date): Promise<ImportedRow> {
  const slug = typeof values.slug === 'string' ? values.slug : ''
  try {
    // In a transaction of its own, so that a refusal of the database leaves the others be.
    return await tx.transaction(async (savepoint) => {
      const record = await findOwn(savepoint, actor, slug)
      return record === null
        ? createRow(savepoint, actor, { line, values }, slug)
        : changeRow(savepoint, actor, record, { line, values }, now)
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const errors = error.errors.length > 0 ? error.errors : [{ path: 'slug', message: error.message }]
    return { line, slug, effect: 'refused', changes: [], errors }
  }
}

/** A budget of the reader's by its slug. One that is not theirs counts as taken when it comes to be set up. */
async function findOwn(tx: Database, actor: Actor, slug: string): Promise<BudgetRecord | null> {
  const [record] = await readBudgets(tx, eq(budget.slug, slug))
  const reach = await readReach(tx, scopeFor(actor, 'budget.edit'))
  return record && isWithinReach(reach, record.filters) ? record : null
}

async function createRow(tx: Database, actor: Actor, { line, values }: CsvBudget, slug: string): Promise<ImportedRow> {
  const input = parse(values)
  await createBudget(tx, actor, toInput(input))
  const changes = [
    { field: 'amount_usd', before: null, after: formatUsd(input.amount_usd) },
    { field: 'scope', before: null, after: writeScope(input.filters) || 'whole organisation' },
    { field: 'period', before: null, after: input.period },
  ]
  return { line, slug, effect: 'create', changes, errors: [] }
}

async function changeRow(
  tx: Database,
  actor: Actor,
  record: BudgetRecord,
  { line, values }: CsvBudget,
  now: Date,
): Promise<ImportedRow> {
  const before = {
    name: record.name,
    owner_email: record.ownerEmail ?? '',
    actual_thresholds: record.actualThresholds,
    forecast_thresholds: record.forecastThresholds,
    full_action: record.fullAction,
    critical: record.critical.map(({ ...filters }) => filters),
  }
  const fixed = { slug: record.slug, filters: record.filters, period: record.periodKind }
  const wanted = parse({ ...before, ...fixed, ...values })
  refuseFixed(record, wanted)
  const rules = ['name', 'owner_email', 'actual_thresholds', 'forecast_thresholds', 'full_action', 'critical'] as const
  const changes = rules
    .map((field) => ({
      field,
      before: tell(field === 'owner_email' ? record.ownerEmail : before[field]),
      after: tell(wanted[field]),
    }))
    .filter((change) => change.before !== change.after)
    .map((change) => ({ ...change, before: change.before === '' ? null : change.before }))
  if (changes.length > 0) {
    const { name, owner_email, actual_thresholds, forecast_thresholds, full_action, critical } = toInput(wanted)
    await editBudget(tx, actor, {
      id: record.id,
      name,
      owner_email,
      actual_thresholds,
      forecast_thresholds,
      full_action,
      critical,
    })
  }
  const from = wanted.from ?? periodOn(record.periodKind, await findReportingDay(tx, now)).from
  const amount = findAmount(record.amendments, periodOn(record.periodKind, from))
  const isOther = amount === null || formatUsd(amount, { digits: 'exact' }) !== formatUsd(wanted.amount_usd, { digits: 'exact' })
  if (isOther)
    await amendBudget(tx, actor, { id: record.id, amount_usd: wanted.amount_usd, from, reason: 'Imported from a CSV file' })
  const amended = isOther
    ? [
        {
          field: `amount_usd from ${from}`,
          before: amount === null ? null : formatUsd(amount),
          after: formatUsd(wanted.amount_usd),
        },
      ]
    : []
  const all = [...amended, ...changes]
  return { line, slug: record.slug, effect: all.length > 0 ? 'change' : 'none', changes: all, errors: [] }
}

/** @throws AppError `invalid` where a file would change what a budget is about. */
function refuseFixed(record: BudgetRecord, wanted: CreateBudget): void {
  const errors: FieldError[] = []
  const message = 'never changes: archive the budget and set up another'
  if (writeScope(wanted.filters) !== writeScope(record.filters)) errors.push({ path: 'scope', message })
  if (wanted.period !== record.periodKind) errors.push({ path: 'period', message })
  if (record.archivedAt !== null) errors.push({ path: 'slug', message: 'is of an archived budget: restore it first' })
  if (errors.length > 0) throw new AppError('invalid', 'The row cannot be taken in.', { errors })
}

function parse(values: CsvBudget['values']): CreateBudget {
  const parsed = createBudgetSchema.safeParse(values)
  if (parsed.success) return parsed.data
  throw new AppError('invalid', 'The row cannot be taken in.', { errors: toFieldErrors(parsed.error) })
}

/** What was parsed, as commands take it: they parse again, and want lists of their own. */
function toInput({ filters, critical, ...rest }: CreateBudget) {
  const copy = (one: CreateBudget['filters']) =>
    Object.fromEntries(Object.entries(one).map(([name, values]) => [name, [...values]]))
  return { ...rest, filters: copy(filters), critical: critical.map(copy) }
}

function tell(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? one : writeScope(one))).join(' ')
  return value === null || value === undefined ? '' : String(value)
}
