import { and, eq, inArray } from 'drizzle-orm'
import { actorLabel } from '@/lib/attribution/actor-label'
import { command } from '@/lib/audit/command'
import { financeExport, financeExportChunk } from '@/lib/db/schema/exports'
import { AppError } from '@/lib/errors'
import { queueJob } from '@/lib/jobs/queue-job'
import { freezeReader, identify } from './frozen-reader'
import { exportJobName } from './job-name'
import { findExport } from './queries'
import { createExportSchema, exportIdSchema, exportKindLabels } from './schema'

/** As many as somebody may have under way: each takes a worker for minutes. */
const maxUnderWay = 5

/**
 * Asks for a file, to be written by a job. Asked for again while it is under way, it is the same one. What it holds is settled
 * here: what the actor sees now.
 */
export const createExport = command({
  name: 'export.create',
  permission: 'finance.read',
  input: createExportSchema,
  async run({ tx, actor }, { kind, month }) {
    const { kind: creatorKind, id: creatorId } = identify(actor)
    const own = and(eq(financeExport.creatorKind, creatorKind), eq(financeExport.creatorId, creatorId))
    const findUnderWay = () =>
      tx
        .select({ id: financeExport.id, kind: financeExport.kind, month: financeExport.month })
        .from(financeExport)
        .where(and(own, inArray(financeExport.state, ['queued', 'running'])))
    const underWay = await findUnderWay()
    const isSame = (one: (typeof underWay)[number]) => one.kind === kind && one.month === month
    const same = underWay.find(isSame)
    if (same) return { result: { id: same.id }, audit: [] }
    if (underWay.length >= maxUnderWay) {
      throw new AppError('conflict', `${maxUnderWay} exports of yours are under way: wait for one, or cancel it.`)
    }
    const reader = freezeReader(actor)
    const values = { kind, month, state: 'queued', reader, creatorKind, creatorId, createdBy: actorLabel(actor) }
    const [created] = await tx.insert(financeExport).values(values).onConflictDoNothing().returning({ id: financeExport.id })
    if (!created) {
      // Somebody asked twice at once; the unique index decided, and the other one stands.
      const other = (await findUnderWay()).find(isSame)
      if (!other) throw new AppError('conflict', 'The same export ended this very moment. Ask again.')
      return { result: { id: other.id }, audit: [] }
    }
    await queueJob(tx, exportJobName)
    const subject = { kind: 'export', id: created.id, name: `${exportKindLabels[kind].label}, ${month}` }
    return { result: { id: created.id }, audit: [{ subject, before: null, after: { kind, month, reader } }] }
  },
})

/** Stops an export that is under way, or removes the file of one that is done. */
export const cancelExport = command({
  name: 'export.cancel',
  permission: 'finance.read',
  input: exportIdSchema,
  async run({ tx, actor, now }, { id }) {
    await tx.select({ id: financeExport.id }).from(financeExport).where(eq(financeExport.id, id)).for('no key update')
    const found = await findExport(tx, actor, id)
    const { kind, id: creatorId } = identify(actor)
    const isOwn = found.creatorKind === kind && found.creatorId === creatorId
    if (!isOwn && actor.kind !== 'system') {
      throw new AppError('forbidden', `Only ${found.createdBy}, who asked for this export, may remove it.`)
    }
    const state = { queued: 'cancelled', running: 'cancelled', done: 'expired' }[found.state]
    if (state === undefined) throw new AppError('conflict', `This export is ${found.state} already.`)
    await tx
      .update(financeExport)
      .set({ state, finishedAt: found.finishedAt ?? now, expiresAt: null })
      .where(eq(financeExport.id, id))
    await tx.delete(financeExportChunk).where(eq(financeExportChunk.exportId, id))
    const subject = { kind: 'export', id, name: `${found.kind}, ${found.month}` }
    return { result: undefined, audit: [{ subject, before: { state: found.state }, after: { state } }] }
  },
})
