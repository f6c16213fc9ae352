import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { type Command, InvalidArgumentError } from 'commander'
import { readEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { adapterFormats } from '@/lib/ingest/adapters/find-adapter'
import { derivePromptKey } from '@/lib/ingest/adapters/prompt-hash'
import { findSourceId, openImportSource, reprocessRejected } from '@/lib/ingest/commands'
import { readImport } from '@/lib/ingest/import-file'
import { closeIngest, getIngest, type Ingest } from '@/lib/ingest/process-ingest'
import { takeIn } from '@/lib/ingest/take-in'
import { resolveAuthSecret } from '@/lib/server/auth-secret'
import { operator, runWithDatabase } from './run-with-database'

interface ImportOptions {
  format: string
  source: string
}

/** As many as one transaction of the ledger takes. */
const recordsPerBatch = 2_000

const print = (line: string) => process.stdout.write(`${line}\n`)

const formats = ['canonical', ...adapterFormats]

function parseFormat(text: string): string {
  if (!formats.includes(text)) throw new InvalidArgumentError(`must be one of ${formats.join(', ')}`)
  return text
}

/** `ascribe import …` and `ascribe reprocess` */
export function addIngestCommands(program: Command): void {
  program
    .command('import')
    .description('take in usage from files: one JSON record a line or one JSON document, gzip too; twice is once')
    .requiredOption('--format <format>', `what the files hold: ${formats.join(', ')}`, parseFormat)
    .option('--source <slug>', 'the source that they stand for; made where it does not exist', 'import')
    .argument('<files...>', 'files; - is standard input')
    .action(async (files: string[], options: ImportOptions) => {
      await runWithDatabase(async (db) => {
        const sourceId = await openImportSource(db, operator, { slug: options.source, format: options.format })
        try {
          for (const file of files) await importFile(getIngest(), { sourceId, format: options.format }, file)
        } finally {
          await closeIngest()
        }
      })
    })

  program
    .command('reprocess')
    .description('read the refused records again, by the rules of today')
    .option('--source <slug>', 'only those of this source')
    .action(async ({ source }: { source?: string }) => {
      await runWithDatabase(async (db) => {
        const sourceId = source === undefined ? undefined : await findSourceId(db, source)
        try {
          const { settled, refused } = await reprocessRejected(getIngest(), { sourceId })
          for (const { id, errors } of refused) print(`record ${id}: ${describeErrors(errors)}`)
          print(`${settled} accepted, ${refused.length} refused again`)
        } finally {
          await closeIngest()
        }
      })
    })
}

async function importFile(ingest: Ingest, target: { sourceId: number; format: string }, file: string): Promise<void> {
  const name = file === '-' ? 'standard input' : file
  const contract = await ingest.readContract()
  const { sourceId, format } = target
  const source = format === 'canonical' ? undefined : { format, promptKey: derivePromptKey(resolveAuthSecret(readEnv())) }
  const options = { sourceId, nowMs: Date.now(), contract, salt: '' }
  const total = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 }
  let passedOver = 0
  const dropped = new Set<string>()
  try {
    for await (const { batch, ignored, normaliser } of readImport(openInput(file), options, recordsPerBatch, source)) {
      passedOver = ignored
      const records = batch.map(({ record }) => record)
      const taken = await takeIn(ingest, target, records)
      total.accepted += taken.accepted
      total.duplicates += taken.duplicates
      total.conflicts += taken.conflicts
      total.rejected += taken.rejected
      for (const { index, status, errors } of taken.results) {
        if (status === 'rejected') print(`${name}:${batch[index]?.place}: ${describeErrors(errors)}`)
        if (status === 'conflict') print(`${name}:${batch[index]?.place}: another record of the same call stands already`)
      }
      for (const field of normaliser.unknownFields) dropped.add(field)
    }
  } catch (error) {
    if (error instanceof AppError)
      throw new AppError(error.code, `${name}: ${error.message}`, { errors: error.errors, cause: error })
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new AppError('not_found', `${name}: there is no such file.`)
    throw error
  }
  ingest.unknownFields.note(sourceId, [...dropped])
  if (dropped.size > 0) print(`${name}: fields that are not canonical were dropped: ${[...dropped].join(', ')}`)
  const { accepted, duplicates, conflicts, rejected } = total
  const noCalls = passedOver > 0 ? `, ${passedOver} that are no calls` : ''
  print(`${name}: ${accepted} accepted, ${duplicates} duplicates, ${conflicts} conflicts, ${rejected} rejected${noCalls}`)
}

const openInput = (file: string): Readable => (file === '-' ? process.stdin : createReadStream(file))

const describeErrors = (errors: readonly { path: string; message: string }[]) =>
  errors.map(({ path, message }) => (path === '' ? message : `${path} ${message}`)).join('; ')
