import { z } from 'zod'

/** What can be exported as a file of its own size. */
export const exportKinds = ['focus', 'events'] as const
export type ExportKind = (typeof exportKinds)[number]

export const exportStates = ['queued', 'running', 'done', 'failed', 'cancelled', 'expired'] as const
export type ExportState = (typeof exportStates)[number]

/** What people read for a kind, and for what it is. */
export const exportKindLabels: Readonly<Record<ExportKind, { label: string; description: string }>> = {
  focus: {
    label: 'FOCUS 1.2 cost and usage',
    description: 'A row for each day, owner, price and token class, as cost tools read it.',
  },
  events: { label: 'Requests and their lines', description: 'A row for each request and token class, with its unit price.' },
}

/** A month of the reporting zone. */
export const monthSchema = z
  .string('is needed: a month, YYYY-MM')
  .regex(/^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/, 'is a month, YYYY-MM, such as 2026-05')

/** What `POST /api/v1/finance/exports` takes. */
export const createExportSchema = z.strictObject({
  kind: z.enum(exportKinds, `is one of ${exportKinds.join(', ')}`),
  month: monthSchema,
})

export const exportIdSchema = z.strictObject({ id: z.uuid('is the id that the list shows') })

/** What `GET /api/v1/finance/exports/{id}/file` takes. */
export const exportFileSchema = z.strictObject({ format: z.enum(['csv', 'gz'], 'is csv or gz').default('csv') })

/** What `GET /api/v1/focus/cost-and-usage` takes. */
export const focusParamsSchema = z.strictObject({
  month: monthSchema,
  /** The file, or its summary with what it leaves out. */
  format: z.enum(['csv', 'json'], 'is csv or json').default('csv'),
})

/** An export as lists and the API tell it. Amounts are exact decimal text in US dollars; null is not known yet. */
export const exportSchema = z.object({
  id: z.string(),
  kind: z.enum(exportKinds),
  month: z.string(),
  state: z.enum(exportStates),
  created_by: z.string(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
  /** When the file is removed. */
  expires_at: z.string().nullable(),
  /** Rows of the ledger read so far, of how many. */
  read_rows: z.number(),
  total_rows: z.number().nullable(),
  /** Rows of the file, without its header, and its size as it is stored, compressed. */
  file_rows: z.number(),
  file_bytes: z.number(),
  total_cost_usd: z.string().nullable(),
  unpriced_requests: z.number().nullable(),
  failure: z.string().nullable(),
  /** Where the file is; null unless it can be fetched. */
  file: z.string().nullable(),
})
export type ExportDocument = z.infer<typeof exportSchema>
