import { createHash } from 'node:crypto'
import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Reach } from '@/lib/budgets/reach'
import type { Database } from '@/lib/db/client'
import { statementVersion } from '@/lib/db/schema/finance'
import { AppError } from '@/lib/errors'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { monthPeriod } from '@/lib/time/calendar'
import { keepVisible } from './keep-visible'
import type { Draft } from './read-statement'
import { type Statement, type StatementView, statementSchema } from './schema'

const frozenSchema = statementSchema.omit({ versions: true })

/** What of a statement is content: when and by whom it was read, and where its exceptions can be looked at, is not. */
function contentOf({ month, zone, total, lines, exceptions }: Draft) {
  return { month, zone, total, lines, exceptions: exceptions.map(({ href: _href, ...exception }) => exception) }
}

/** The same for two statements that say the same, whenever they were made. */
export function hashContent(project: Draft, model: Draft): string {
  return createHash('sha256')
    .update(JSON.stringify([contentOf(project), contentOf(model)]))
    .digest('hex')
}

/** The versions of a month, latest first, each with the total of what the reader sees of it. */
export async function listVersions(tx: Database, month: string, reach: Reach): Promise<Statement['versions']> {
  const rows = await tx
    .select({
      version: statementVersion.version,
      publishedBy: statementVersion.publishedBy,
      publishedAt: statementVersion.publishedAt,
      note: statementVersion.note,
      total: statementVersion.total,
      // Those who see everything need none of the document.
      frozen: reach.everything ? sql<unknown>`null` : sql<unknown>`${statementVersion.document} -> 'project'`,
    })
    .from(statementVersion)
    .where(eq(statementVersion.month, monthPeriod(month).from))
    .orderBy(desc(statementVersion.version))
  return rows.map(({ version, publishedBy, publishedAt, note, total, frozen }) => ({
    ...{ version, published_by: publishedBy, published_at: publishedAt.toISOString(), note },
    total_usd: reach.everything
      ? formatDecimal(parseDecimal(total))
      : keepVisible(frozenSchema.parse(frozen), reach).total.total_usd,
  }))
}

/** A published version, whole, as it was frozen. */
export async function readFrozen(
  tx: Database,
  { month, version, view }: { month: string; version: number; view: StatementView },
): Promise<Draft> {
  const [found] = await tx
    .select({
      publishedBy: statementVersion.publishedBy,
      publishedAt: statementVersion.publishedAt,
      note: statementVersion.note,
      frozen: sql<unknown>`${statementVersion.document} -> ${view}::text`,
    })
    .from(statementVersion)
    .where(whereVersion(month, version))
  if (!found) throw new AppError('not_found', `Of ${month} no version ${version} was published.`)
  return {
    ...frozenSchema.parse(found.frozen),
    ...{ state: 'published', version, note: found.note },
    ...{ published_by: found.publishedBy, published_at: found.publishedAt.toISOString() },
  }
}

/** The prices by which a published version was reckoned, of everything; unchecked, as they were frozen. */
export async function readFrozenPrices(tx: Database, month: string, version: number): Promise<unknown> {
  const [found] = await tx
    .select({ prices: sql<unknown>`${statementVersion.document} -> 'prices_used'` })
    .from(statementVersion)
    .where(whereVersion(month, version))
  return found?.prices ?? null
}

const whereVersion = (month: string, version: number) =>
  and(eq(statementVersion.month, monthPeriod(month).from), eq(statementVersion.version, version))

/** A version's number as addresses have it. */
export const versionSchema = z.coerce.number('is the number of a version').int('is the number of a version').min(1).max(100_000)
