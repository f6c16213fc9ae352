import { z } from 'zod'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { type JournalAccounts, journalAccountFields, readJournalAccounts } from '@/lib/finance/files/journal-accounts'
import { selectPricesUsed } from '@/lib/finance/files/prices-used'
import { type PricesUsed, pricesUsedSchema } from '@/lib/finance/files/prices-used-schema'
import { statementFile } from '@/lib/finance/files/statement-file'
import { type StatementFileFormat, statementFileFormats } from '@/lib/finance/files/statement-file-schema'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { readReport } from '@/lib/reports/spend/queries'
import type { StatementQuestion } from './client'
import { publishStatement, publishStatementSchema } from './commands'
import { listStatementMonths } from './list-months'
import { requireMonth } from './month-text'
import { loadStatementFor } from './queries'
import { type StatementView, statementViews } from './schema'
import { readFrozenPrices, versionSchema } from './versions'

const monthPath = '/api/v1/finance/statements/{month}'

const questionSchema = z.strictObject({
  view: z.enum(statementViews, `is ${statementViews.join(' or ')}`).default('project'),
  version: versionSchema.optional(),
  cost_center: z
    .string({ error: 'is given once' })
    .min(1, 'is the code of a cost centre, or ~none')
    .max(300, 'is the code of a cost centre, or ~none')
    .optional(),
  format: z.enum(['json', ...statementFileFormats], `is one of json, ${statementFileFormats.join(', ')}`).default('json'),
  ...journalAccountFields,
})

/** `GET /api/v1/finance/statements`: the months that have usage, with what was published of each. */
export const getStatements: Handler = route({ permission: 'finance.read', query: z.strictObject({}) }, async ({ db, scope }) =>
  listStatementMonths(db, requireScope(scope), { now: new Date() }),
)

/**
 * `GET /api/v1/finance/statements/{month}?view=&version=&cost_center=&format=`: the draft of a month, or one of its versions, as
 * JSON or as a file.
 */
export const getStatement: Handler = route(
  { permission: 'finance.read', path: monthPath, query: questionSchema },
  async ({ db, scope, params, query: { format, view, version = null, cost_center: costCenter = null, ...accounts } }) => {
    const [month, now] = [requireMonth(params.month ?? ''), new Date()]
    const question = { month, view, version, costCenter }
    const bounds = requireScope(scope)
    if (format === 'json') return loadStatementFor(db, bounds, { ...question, now })
    return readReport(db, (tx) => makeFile(tx, bounds, { ...question, now }, { format, accounts: readJournalAccounts(accounts) }))
  },
)

/** A file of one snapshot: the workbook and the PDF hold both views, the workbook the prices too. */
async function makeFile(
  tx: Database,
  scope: Scope,
  question: StatementQuestion & { readonly now: Date },
  { format, accounts }: { format: StatementFileFormat; accounts: JournalAccounts },
): Promise<Response> {
  const { view, costCenter = null } = question
  const read = (one: StatementView) => loadStatementFor(tx, scope, { ...question, view: one, costCenter: null })
  const hasBothViews = format === 'xlsx' || format === 'pdf'
  return statementFile({
    ...{ format, accounts, costCenter, statement: await read(view) },
    otherView: hasBothViews ? await read(view === 'project' ? 'model' : 'project') : null,
    pricesUsed: format === 'xlsx' ? await readPrices(tx, scope, question) : null,
  })
}

/**
 * By which prices a statement was reckoned. Those of a version were frozen for everything, and are nobody's who sees less; there
 * are none then.
 */
async function readPrices(tx: Database, scope: Scope, question: StatementQuestion): Promise<PricesUsed | null> {
  const { month, version = null, costCenter = null } = question
  if (version === null) return selectPricesUsed(tx, scope, month, { costCenter })
  if (!scope.everything || costCenter !== null) return null
  return pricesUsedSchema.nullable().parse(await readFrozenPrices(tx, month, version))
}

/** `POST /api/v1/finance/statements/{month}/versions` with `{note}`: publishes the draft as the next version. */
export const postStatementVersion: Handler = route(
  { permission: 'finance.close', path: `${monthPath}/versions`, body: publishStatementSchema.omit({ month: true }) },
  async ({ db, actor, params, body }) => {
    const month = requireMonth(params.month ?? '')
    return jsonResponse(await publishStatement(db, actor, { ...body, month }), 201)
  },
)

function requireScope(scope: Scope | null): Scope {
  if (scope === null) throw new Error('a route with a permission has a scope')
  return scope
}
