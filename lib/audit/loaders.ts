import { createLoader, type SearchParams } from 'nuqs/server'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { listAuditEntries, listAuditFacets } from './queries'
import { auditParams } from './search-params'

const readParams = createLoader(auditParams)

/** A page of the audit log, as the address asks for it. */
export async function loadAuditPage(searchParams: Promise<SearchParams>) {
  await requirePagePermission('audit.read')
  const { command, actor, subject, before } = await readParams(searchParams)
  const db = getDatabase()
  const [{ rows, nextBefore }, facets, { reportingZone }] = await Promise.all([
    listAuditEntries(db, {
      command: command ?? undefined,
      actorId: actor ?? undefined,
      subjectKind: subject ?? undefined,
      before: before === null ? undefined : BigInt(before),
    }),
    listAuditFacets(db),
    getOrganization(),
  ])
  return {
    entries: rows.map(({ id, at, ...entry }) => ({ ...entry, id: id.toString(), at: at.toISOString() })),
    nextBefore: nextBefore?.toString() ?? null,
    facets,
    zone: reportingZone,
  }
}

/** The audit page as plain values. */
export type AuditPageData = Awaited<ReturnType<typeof loadAuditPage>>
/** One entry on it; the id is decimal text, the instant ISO. */
export type AuditView = AuditPageData['entries'][number]
