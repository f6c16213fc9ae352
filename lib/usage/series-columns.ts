import { createHash } from 'node:crypto'
import { getTableColumns } from 'drizzle-orm'
import { usageSeries } from '@/lib/db/schema/usage'
import type { SeriesRow } from './event-row'
import type { Dimensions } from './normalized-event'

/** What of a series is a dimension: everything but what the database adds. */
export type SeriesDimensions = Omit<SeriesRow, 'id' | 'fingerprint' | 'createdAt'>

type SeriesProperty = keyof SeriesDimensions

const columns = getTableColumns(usageSeries)
const added: ReadonlySet<string> = new Set(['id', 'fingerprint', 'createdAt'])
const isDimension = (property: string): property is SeriesProperty => property in columns && !added.has(property)

/** The dimension columns of `usage_series`, in the order of the schema, which is that of the fingerprint. */
export const seriesColumns = Object.keys(columns)
  .filter(isDimension)
  .map((property) => ({ property, name: columns[property].name, sqlType: columns[property].getSQLType() }))

/** `series.source_id as "sourceId", …`: selects the dimensions under the names that the schema gives them. */
export const seriesSelectList = seriesColumns.map(({ property, name }) => `series.${name} as "${property}"`).join(', ')

/** The series row of an event's dimensions. */
export function toSeriesDimensions({ labels, ...dimensions }: Dimensions, isCapped: boolean): SeriesDimensions {
  const [label1 = null, label2 = null, label3 = null, label4 = null, label5 = null, label6 = null] = labels
  return { ...dimensions, label1, label2, label3, label4, label5, label6, isCapped }
}

/** The dimensions of a stored series as they would have been handed in. */
export function readDimensions(row: SeriesDimensions): Dimensions {
  const { label1, label2, label3, label4, label5, label6, isCapped: _isCapped, outcome, ...rest } = row
  return { ...rest, outcome: readOutcome(outcome), labels: [label1, label2, label3, label4, label5, label6] }
}

function readOutcome(outcome: string): Dimensions['outcome'] {
  return outcome === 'error' || outcome === 'cache_hit' ? outcome : 'success'
}

/** All dimensions as one text: the same text, the same series. NUL separates them, which no text in Postgres holds. */
export function describeSeries(row: SeriesDimensions): string {
  return describeDimensions(readDimensions(row), row.isCapped)
}

const mark = (value: string | null | undefined) => (value === null || value === undefined ? '-' : `=${value}`)

/** The same of dimensions that have no row. Written out, because it is asked of each event. */
export function describeDimensions(it: Dimensions, isCapped: boolean): string {
  const { labels } = it
  const flags =
    (it.isRetry ? 1 : 0) |
    (it.missingTokens ? 2 : 0) |
    (it.cacheUnknown ? 4 : 0) |
    (it.totalMismatch ? 8 : 0) |
    (it.tierAssumed ? 16 : 0) |
    (isCapped ? 32 : 0)
  const call = `${it.sourceId}\0${it.outcome}\0${flags}\0${it.provider}\0${it.model}\0${mark(it.requestedModel)}\0${it.operation}\0${it.serviceTier}\0${mark(it.region)}\0${mark(it.billingAccount)}`
  const owner = `${mark(it.keyTeam)}\0${mark(it.tagTeam)}\0${mark(it.tagBasis)}\0${mark(it.costCenter)}\0${mark(it.project)}\0${mark(it.service)}`
  const purpose = `${mark(it.feature)}\0${mark(it.environment)}\0${mark(it.apiKey)}\0${mark(it.route)}`
  const labelled = labels.some((label) => label !== null)
    ? `${mark(labels[0])}\0${mark(labels[1])}\0${mark(labels[2])}\0${mark(labels[3])}\0${mark(labels[4])}\0${mark(labels[5])}`
    : ''
  return `${call}\0${owner}\0${purpose}\0${labelled}`
}

/** The hash by which the database tells series apart: the first 128 bits of SHA-256 over all dimensions. */
export function fingerprintSeries(description: string): string {
  const hex = createHash('sha256').update(description).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
