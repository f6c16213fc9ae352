import { sql } from 'drizzle-orm'
import type { AuditFacts } from '@/lib/audit/command'
import type { Actor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { findReportingDay, readReportingZone } from '@/lib/registry/registry-version'
import { addMonths, type CalendarDate } from '@/lib/time/calendar'
import { storeFix, updateItems } from '../commands'
import { readExpectedFields } from '../expected-fields'
import { describeKey, type FindingRef } from '../finding-ref'
import { groupFindings, keyHash } from '../findings-statement'
import { itemSubject, noteEvents, openItems, type TriageItem } from '../items'
import { openPeriod } from '../open-period'
import { tuneFindings } from '../read-findings'
import type { FixKind } from './kinds'
import type { FixOutcome } from './schema'
import type { FixUndo } from './undo-schema'

/** What a fix runs in: a command's transaction. */
export interface FixContext {
  readonly tx: Database
  readonly actor: Actor
  readonly now: Date
}

/** So far back findings of a period that is not open are looked for. */
const monthsBack = 12

/**
 * Those of some findings that are there still. Comes after the locks under which they change, so that of two who mend the same
 * at once the second is told.
 *
 * @throws AppError `conflict` where none is.
 */
export async function keepPresent({ tx, actor, now }: FixContext, refs: readonly FindingRef[]): Promise<FindingRef[]> {
  const scope = scopeFor(actor, 'triage.resolve')
  const zone = await readReportingZone(tx)
  const open = openPeriod(await findReportingDay(tx, now))
  const expectedFields = await readExpectedFields(tx)
  const present = new Set<number>()
  await tuneFindings(tx)
  for (const period of [open, { ...open, from: addMonths(open.from, -monthsBack) }]) {
    const missing = refs.map((ref, index) => ({ ...ref, index })).filter(({ index }) => !present.has(index))
    if (missing.length === 0) break
    const lanes = [...new Set(missing.map(({ lane }) => lane))]
    const rows = await tx.execute<{ index: number }>(sql`
      with ${groupFindings(scope, { period, zone, expectedFields, lanes })}
      select wanted.index
      from jsonb_to_recordset(${JSON.stringify(missing)}::text::jsonb) as wanted (lane text, key jsonb, index int)
      where ${keyHash(sql`wanted.lane`, sql`wanted.key`)} in (select key_hash from finding_group)`)
    for (const { index } of rows) present.add(index)
  }
  if (present.size === 0) throw new AppError('conflict', 'These findings are not there any more: somebody mended them already.')
  return refs.filter((_, index) => present.has(index))
}

/** The first day of the open period: from when on a fix holds unless it says otherwise. */
export async function defaultFrom({ tx, now }: FixContext, from: CalendarDate | null | undefined): Promise<CalendarDate | null> {
  return from === undefined ? openPeriod(await findReportingDay(tx, now)).from : from
}

interface FixFacts {
  readonly kind: FixKind
  /** One sentence in the past: what was done. */
  readonly summary: string
  readonly undo: Omit<FixUndo, 'states'>
  readonly comment?: string | null
  readonly audit?: readonly AuditFacts[]
  /** Those of the findings that it mended; all, unless it says otherwise. */
  readonly resolved?: readonly FindingRef[]
}

/** Closes a fix: its findings are resolved, and it is noted in their history, the audit log and the list of fixes. */
export async function finishFix(
  { tx, actor }: FixContext,
  refs: readonly FindingRef[],
  { kind, summary, undo, comment = null, audit = [], resolved = refs }: FixFacts,
): Promise<{ result: FixOutcome; audit: readonly AuditFacts[] }> {
  const items = await openItems(tx, actor, refs)
  const mended = new Set(resolved.map(describeRef))
  const done = items.filter((item) => mended.has(describeRef(item)))
  await updateItems(tx, done, { state: 'resolved', acceptedReason: null, acceptedUntil: null })
  const states: FixUndo['states'] = items.map(toState)
  const fixId = await storeFix(tx, actor, items, { kind, summary, undo: { ...undo, states } })
  await noteEvents(tx, actor, items, { kind: 'fix', comment, details: { fix: fixId, kind, summary } })
  const told = items.map((item) => ({
    subject: itemSubject(item),
    before: { state: item.state },
    after: { state: done.includes(item) ? 'resolved' : item.state, fix: summary },
  }))
  return { result: { fixId, findings: items.length, message: summary }, audit: [...audit, ...told] }
}

const describeRef = (ref: FindingRef) => `${ref.lane} ${describeKey(ref)}`

const toState = ({ id, state, acceptedReason, acceptedUntil }: TriageItem) => ({ id, state, acceptedReason, acceptedUntil })

/** `1 finding`, `3 findings`. */
export const countFindings = (count: number) => (count === 1 ? '1 finding' : `${count} findings`)

/** A field at fault, in words. */
export function refuseField(path: string, message: string): never {
  throw new AppError('invalid', `${path}: ${message}.`, { errors: [{ path, message }] })
}
