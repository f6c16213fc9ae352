import { notFound } from 'next/navigation'
import { createLoader, type SearchParams } from 'nuqs/server'
import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { readEnv, traceIdPlaceholder } from '@/lib/env'
import { getIngest } from '@/lib/ingest/process-ingest'
import { getOrganization } from '@/lib/organization/queries'
import { dateInZone } from '@/lib/time/instant'
import { settlePanel } from '../settle-panel'
import { namedDimensions } from '../spend/dimension-names'
import { listLabelDimensions } from '../spend/labels'
import { nameOwners } from '../spend/owner-names'
import { readCaptureRecords } from './capture-records'
import { getRequest } from './get-request'
import { listRequests } from './queries'
import { readQuestion } from './question'
import { requestSearchParams } from './search-params'
import { readSourceRecord, type SourceRecord } from './source-record'

/** A page of the list of requests, as the address asks for it and as the signed-in person may see it. */
export async function loadRequestsPage(searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('spend.read')
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(new Date(), zone)
  const db = getDatabase()
  const labels = await listLabelDimensions(db)
  const asked = readQuestion(await createLoader(requestSearchParams(labels))(searchParams), today)
  if (!asked.ok) return { zone, today, fault: asked.message }
  const { period, filters, requestId, traceId, after } = asked.question
  const filtered = namedDimensions.flatMap((name) => (filters[name] ?? []).map((value) => ({ [name]: value })))
  // The rows are handed on while they are read; whether they come or not, the question can be changed.
  const listed = settlePanel('requests: list', listRequests(db, scopeFor(actor, 'spend.read'), asked.question))
  const named = await settlePanel('requests: names', nameOwners(db, filtered))
  return {
    ...{ zone, today, fault: null, labels, period, filters, requestId, traceId, listed, isFirst: after === null },
    asOf: new Date().toISOString(),
    names: named.ok ? named.data : undefined,
  }
}

export type RequestsPageData = Awaited<ReturnType<typeof loadRequestsPage>>

/** One request; not found where there is none, and where it is outside what the signed-in person may see. */
export async function loadRequestPage(eventKey: string) {
  const actor = await requirePagePermission('spend.read')
  const found = await getRequest(getDatabase(), scopeFor(actor, 'spend.read'), getIngest(), eventKey)
  if (found === null) notFound()
  const { archive, ...request } = found
  const { TRACE_URL_TEMPLATE: template, DATABASE_URL: databaseUrl = '' } = readEnv()
  const traceId = request.document.trace_id
  const mayRead = actorMay(actor, 'source.read')
  const [sourceRecord, captureRecords] = await Promise.all([
    mayRead ? readSourceRecord(databaseUrl, archive) : ({ state: 'not_allowed' } satisfies SourceRecord),
    mayRead ? readCaptureRecords(getDatabase(), eventKey) : null,
  ])
  return {
    ...request,
    asOf: new Date().toISOString(),
    sourceRecord,
    /** What its captures say, in their order; null where the reader may not see it. */
    captureRecords,
    traceUrl: template && traceId ? template.replaceAll(traceIdPlaceholder, encodeURIComponent(traceId)) : null,
  }
}

export type RequestPageData = Awaited<ReturnType<typeof loadRequestPage>>
