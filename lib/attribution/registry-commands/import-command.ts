import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { applyPlan } from '@/lib/registry/files/apply-plan'
import { type FileKind, fileKinds } from '@/lib/registry/files/columns'
import { fingerprintOf, type ImportPlan } from '@/lib/registry/files/plan'
import { needsOf, planImport } from '@/lib/registry/files/plan-import'
import { type FileContent, fileMaxBytes, readFile } from '@/lib/registry/files/read-file'
import { readState } from '@/lib/registry/files/state'
import { findReportingDay } from '@/lib/registry/registry-version'
import { beginOwnerChange, finishOwnerChange } from './owner-change'

/** What a file does to the registry, or would do. */
export interface ImportDiff {
  readonly kind: FileKind
  readonly counts: Readonly<Record<'added' | 'changed' | 'unchanged' | 'refused', number>>
  /** All rows but the unchanged ones, in the order of the file. */
  readonly rows: ImportPlan['rows']
  /** Headers that mean nothing in a file of this kind. */
  readonly ignoredColumns: readonly string[]
  /** Names this diff: it is what an import applies. */
  readonly fingerprint: string
}

const fileSchema = {
  kind: z.enum(fileKinds, `is one of ${fileKinds.join(', ')}`),
  csv: z.string('is needed: the file as text').max(fileMaxBytes, `is at most ${fileMaxBytes / 1_000_000} MB`),
}

/** Says what a file would do; writes nothing. A command, so that it is asked by the same people and in the same way. */
export const previewImport = command({
  name: 'registry.preview',
  permission: 'registry.edit',
  input: z.object(fileSchema),
  async run({ tx, now }, { kind, csv }) {
    const content = readFile(kind, csv)
    return { result: toDiff(kind, content, await planFile(tx, kind, content, now)), audit: [] }
  },
})

/**
 * Applies a file: what its preview showed and nothing else. Refused rows are left out. All of it is one transaction, and series
 * are attributed anew once.
 *
 * @throws AppError `conflict` where the registry has changed so that the file would now do something else.
 */
export const importFile = command({
  name: 'registry.import',
  permission: 'registry.edit',
  input: z.object({ ...fileSchema, fingerprint: z.string('is needed: the one that the preview answered') }),
  async run({ tx, now }, { kind, csv, fingerprint }) {
    const content = readFile(kind, csv)
    await beginOwnerChange(tx)
    const plan = await planFile(tx, kind, content, now)
    const diff = toDiff(kind, content, plan)
    if (diff.fingerprint !== fingerprint) {
      const message =
        'is of another preview: the registry or the file has changed since. Nothing was applied; look at the difference again'
      throw new AppError('conflict', `fingerprint: ${message}.`, { errors: [{ path: 'fingerprint', message }] })
    }
    const audit = await applyPlan(tx, plan)
    const series = audit.length === 0 ? 0 : await finishOwnerChange(tx)
    return { result: { ...diff, series }, audit }
  },
})

async function planFile(db: Database, kind: FileKind, content: FileContent, now: Date): Promise<ImportPlan> {
  return planImport(kind, await readState(db, { ...needsOf(kind), today: await findReportingDay(db, now) }), content)
}

function toDiff(kind: FileKind, { ignoredColumns }: FileContent, plan: ImportPlan): ImportDiff {
  const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 }
  for (const { outcome } of plan.rows) counts[outcome] += 1
  const rows = plan.rows.filter(({ outcome }) => outcome !== 'unchanged')
  return { kind, counts, rows, ignoredColumns, fingerprint: fingerprintOf(plan) }
}
