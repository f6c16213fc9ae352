import type { Database } from '@/lib/db/client'
import type { FieldError } from '@/lib/errors'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { checkEstimates } from './check-estimates'
import { readEstimateFile } from './read-estimate-file'
import type { EstimateInput } from './schema'

/** A line of a file and what storing it would do. */
export interface PreviewLine {
  readonly line: number
  readonly estimate: EstimateInput | null
  /** `known`: the very same stands already, or earlier in the file. */
  readonly state: 'new' | 'known' | 'faulty'
  readonly errors: readonly FieldError[]
}

export type FilePreview =
  | { readonly ok: false; readonly message: string }
  | {
      readonly ok: true
      readonly lines: readonly PreviewLine[]
      readonly fresh: number
      readonly faulty: number
      readonly total: string
    }

/** What storing a file of estimates would do, line by line; nothing is stored. `total` is of the new ones, in US dollars. */
export async function previewEstimateFile(db: Database, text: string): Promise<FilePreview> {
  const file = readEstimateFile(text)
  if (!file.ok) return file
  const readable = file.lines.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]))
  const checked = new Map((await checkEstimates(db, readable)).map((one, index) => [readable[index], one]))
  const seen = new Set<string>()
  const lines = file.lines.map(({ line, estimate, errors }): PreviewLine => {
    const found = estimate === null ? undefined : checked.get(estimate)
    const faults = [...errors, ...(found?.errors ?? [])]
    if (estimate === null || faults.length > 0) return { line, estimate, state: 'faulty', errors: faults }
    const key = JSON.stringify(estimate)
    const isKnown = found?.isKnown || seen.has(key)
    seen.add(key)
    return { line, estimate, state: isKnown ? 'known' : 'new', errors: [] }
  })
  const fresh = lines.filter(({ state }) => state === 'new')
  const total = fresh.reduce((sum, { estimate }) => sum + parseDecimal(estimate?.amount_usd ?? '0'), 0n)
  const faulty = lines.filter(({ state }) => state === 'faulty').length
  return { ok: true, lines, fresh: fresh.length, faulty, total: formatDecimal(total) }
}
