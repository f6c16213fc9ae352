import { AppError } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { focusFileName } from '../focus/handler'
import { cancelExport, createExport } from './commands'
import { openStoredFile } from './file-store'
import { findExport, listExports, toDocument } from './queries'
import { createExportSchema, type ExportKind, exportFileSchema } from './schema'
import { csvStream } from './stream-snapshot'

/** `GET /api/v1/finance/exports`: one's own exports, and to who sees everything those of all; latest first. */
export const getExports: Handler = route({ permission: 'finance.read' }, async ({ db, actor }) => ({
  exports: await listExports(db, actor),
}))

/** `POST /api/v1/finance/exports` `{kind, month}`: asks for a file; the answer is 202 with where it stands. */
export const postExport: Handler = route(
  { permission: 'finance.read', body: createExportSchema },
  async ({ db, actor, body }) => {
    const { id } = await createExport(db, actor, body)
    return jsonResponse(toDocument(await findExport(db, actor, id)), 202)
  },
)

const path = '/api/v1/finance/exports/{id}'

/** `GET /api/v1/finance/exports/{id}`: how far it has come. */
export const getExport: Handler = route({ permission: 'finance.read', path }, async ({ db, actor, params }) =>
  toDocument(await findExport(db, actor, params.id ?? '')),
)

/** `DELETE /api/v1/finance/exports/{id}`: stops it, or removes its file. */
export const deleteExport: Handler = route({ permission: 'finance.read', path }, async ({ db, actor, params }) => {
  const { id } = await findExport(db, actor, params.id ?? '')
  await cancelExport(db, actor, { id })
  return toDocument(await findExport(db, actor, id))
})

const fileNames: Readonly<Record<ExportKind, (month: string) => string>> = {
  focus: focusFileName,
  events: (month) => `events-${month}.csv`,
}

/**
 * `GET /api/v1/finance/exports/{id}/file`: the file of one that is done, as CSV, or with `format=gz` as it is stored. Next lets no
 * answer of ours state its encoding, so that compressed bytes are a file of their own.
 */
export const getExportFile: Handler = route(
  { permission: 'finance.read', path: `${path}/file`, query: exportFileSchema },
  async ({ db, actor, params, query: { format } }) => {
    const row = await findExport(db, actor, params.id ?? '')
    const { state, kind, month } = toDocument(row)
    if (state !== 'done') {
      const why = state === 'expired' ? 'Its file was removed: ask for it again.' : `It is ${state}: there is no file.`
      throw new AppError('conflict', why)
    }
    const stored = openStoredFile(db, row)
    const name = fileNames[kind](month)
    if (format === 'csv') return csvStream(stored.pipeThrough(new DecompressionStream('gzip')), name)
    return new Response(stored, {
      headers: {
        'content-type': 'application/gzip',
        'content-disposition': `attachment; filename="${name}.gz"`,
        'cache-control': 'private, no-store',
      },
    })
  },
)
