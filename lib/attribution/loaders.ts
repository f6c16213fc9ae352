import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import { type Database, getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { countAliases, listAliases } from '@/lib/registry/aliases'
import type { DatedSpan } from '@/lib/registry/dated-spans'
import { countEntries, type EntryQuery, listEntries } from '@/lib/registry/entries'
import { readHolder } from '@/lib/registry/key-holder'
import { type AliasKind, canHaveAlias, type ListedKind, type MappingKind, mappingFacts, mappingsOf } from '@/lib/registry/kinds'
import { readSpans } from '@/lib/registry/mappings'
import { kindOfTab, readRegistryParams, type SeenKind } from '@/lib/registry/search-params'
import type { CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { type DescribedEntry, describeEntries } from './registry-commands/describe-entries'
import { listEntryEvents } from './registry-commands/entry-history'
import { type EntrySpend, readEntrySpend } from './registry-commands/entry-spend'
import { countSeen, listSeen } from './registry-commands/seen-queries'

const pageSize = 50

/** What the page of the registry shows to the person who opens it: one page of one tab, and the entry that is open. */
export async function loadRegistryPage(searchParams: Parameters<typeof readRegistryParams>[0]) {
  const actor = await requirePagePermission('registry.read')
  const params = await readRegistryParams(searchParams)
  const scope = scopeFor(actor, 'registry.read')
  const db = getDatabase()
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(new Date(), zone)
  const kind = kindOfTab[params.tab]
  const page = { search: params.q, limit: pageSize, offset: params.page * pageSize }
  const mayAudit = actorMay(actor, 'audit.read')
  const [counts, list, opened, aliases, seen] = await Promise.all([
    countAll(db, scope),
    kind && loadList(db, scope, kind, today, page),
    kind && params.open !== null ? loadOpened(db, scope, kind, params.open, today, mayAudit) : null,
    params.tab === 'aliases' ? loadAliases(db, page) : null,
    params.tab === 'seen' && scope.everything ? listSeen(db, scope, params.kind, page) : null,
  ])
  return {
    counts,
    list,
    opened,
    aliases,
    seen,
    pageSize,
    /** False for those who see a part of the organisation only: spend of nobody's is not theirs to see. */
    seesAll: scope.everything,
    canEdit: actorMay(actor, 'registry.edit'),
    today,
    zone,
  }
}

async function countAll(db: Database, scope: Scope) {
  const entries = (kind: ListedKind) => countEntries(db, kind)
  const unregistered = (kind: SeenKind) => countSeen(db, scope, kind)
  const kinds: Record<ListedKind, number> = {
    team: await entries('team'),
    cost_center: await entries('cost_center'),
    business_unit: await entries('business_unit'),
    project: await entries('project'),
    product_line: await entries('product_line'),
    service: await entries('service'),
    provider_key: await entries('provider_key'),
  }
  const seen: Record<SeenKind, number> = {
    team: await unregistered('team'),
    project: await unregistered('project'),
    service: await unregistered('service'),
    provider_key: await unregistered('provider_key'),
  }
  return { kinds, seen, aliases: await countAliases(db) }
}

/** An entry as the list shows it. `spend` is of the last thirty days; null where the reader or the kind has none. */
export interface EntryView extends DescribedEntry {
  readonly spend: EntrySpend | null
}

async function loadList(db: Database, scope: Scope, kind: ListedKind, today: CalendarDate, query: EntryQuery) {
  const [{ entries }, total] = await Promise.all([describeEntries(db, kind, query), countEntries(db, kind, query)])
  const spend = await readEntrySpend(db, scope, kind, entries, today)
  const none = { amount: '0', isAtLeast: false }
  // Nothing was booked for an entry that the sums do not name; where they were not read, nothing is known.
  const rows: EntryView[] = entries.map((entry) => ({ ...entry, spend: spend === null ? null : (spend.get(entry.id) ?? none) }))
  return { kind, rows, total }
}

async function loadOpened(db: Database, scope: Scope, kind: ListedKind, code: string, today: CalendarDate, mayAudit: boolean) {
  const { rows } = await loadList(db, scope, kind, today, { codes: [code] })
  const [entry] = rows
  if (!entry) return null
  const [histories, aliases, events] = await Promise.all([
    Promise.all(mappingsOf(kind).map((mapping) => loadHistory(db, mapping, entry.id, today))),
    canHaveAlias(kind) ? listAliases(db, { kind, target: code, limit: 100 }) : [],
    mayAudit ? listEntryEvents(db, kind, entry.id) : null,
  ])
  return {
    kind,
    entry,
    histories,
    aliases: aliases.map(({ id, alias }) => ({ id, alias })),
    /** Who did what to it; null for those who may not read the audit log. */
    events,
  }
}

async function loadHistory(db: Database, mapping: MappingKind, id: string, today: CalendarDate) {
  const spans: readonly DatedSpan<string>[] = (await readSpans(db, mapping, [id])).get(id) ?? []
  const codes = [...new Set(spans.map(({ value }) => readHolder(value).code))]
  const { owner } = mappingFacts[mapping]
  const owners = owner === 'pool' ? [] : await listEntries(db, owner, today, { codes })
  return { mapping, spans, names: Object.fromEntries(owners.map((one) => [one.code, one.name])) }
}

async function loadAliases(db: Database, query: { search: string; limit: number; offset: number }) {
  const [rows, total] = await Promise.all([listAliases(db, query), countAliases(db, query)])
  return { rows: rows.map(({ id, kind, alias, target }): AliasView => ({ id, kind, alias, target })), total }
}

export interface AliasView {
  readonly id: string
  readonly kind: AliasKind
  readonly alias: string
  readonly target: string
}

/** The page of the registry as plain values; dates are days of the reporting zone. */
export type RegistryPageData = Awaited<ReturnType<typeof loadRegistryPage>>
export type OpenedEntry = NonNullable<RegistryPageData['opened']>
