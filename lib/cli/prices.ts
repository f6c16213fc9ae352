import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { publishDraft } from '@/lib/pricing/commands/drafts'
import { type ImportOutcome, importPrices, type PriceSource } from '@/lib/pricing/import/import-prices'
import { type ChangeKind, changeKinds, countChanges } from '@/lib/pricing/price-change'
import { quotePrices, versionedQuoteSchema } from '@/lib/pricing/quote-handler'
import type { QuoteAnswer } from '@/lib/pricing/schema'
import { type UsageField, usageFields } from '@/lib/pricing/split-usage'
import { parseInstant } from '@/lib/time/instant'
import { printTable } from './print-table'
import { operator, runWithDatabase } from './run-with-database'

const shownExamples = 5

const changeLabels: Record<ChangeKind, string> = {
  new_model: 'new models',
  new_period: 'new periods',
  correction: 'corrections of the past',
  removed: 'removed',
  alias: 'names',
  term: 'contract terms',
  other: 'other',
}

/** Short spellings beside the field names themselves. */
const shortFlags: Partial<Record<UsageField, string>> = {
  input_tokens: '--input',
  cached_input_tokens: '--cached',
  cache_write_5m_tokens: '--cache-write',
  output_tokens: '--output',
  reasoning_tokens: '--reasoning',
}

interface QuoteOptions {
  provider?: string
  model: string
  at?: string
  tier?: string
  region?: string
  account?: string
  priceVersion?: string
  json?: boolean
  [flag: string]: unknown
}

/** `ascribe price …` */
export function addPriceCommands(program: Command): void {
  const price = program.command('price').description('what calls cost, and the price book')
  addQuoteCommand(price)
  addImportCommand(price)
}

function addQuoteCommand(price: Command): void {
  const quote = price
    .command('quote')
    .description('what a request costs, line by line; counts include their parts')
    .option('--provider <name>', 'who bills, for example openai')
    .requiredOption('--model <name>', 'as sources name it')
    .option('--at <instant>', 'when the call ran, for example 2026-06-01T09:00:00Z; now where absent')
    .option('--tier <tier>', 'standard, batch, flex, priority …')
    .option('--region <region>', 'where it was processed')
    .option('--account <id>', 'the billing account, for its contract terms')
    .option('--price-version <number>', 'as an earlier version of the book believed')
    .option('--json', 'print the answer as the API gives it')
  for (const field of usageFields) {
    quote.addOption(new Option(`${shortFlags[field] ?? toFlag(field)} <count>`, field))
    if (shortFlags[field]) quote.addOption(new Option(`${toFlag(field)} <count>`, field).hideHelp())
  }
  quote.action(async (options: QuoteOptions) => {
    const request = versionedQuoteSchema.safeParse({
      provider: options.provider,
      model: options.model,
      at: options.at,
      tier: options.tier,
      region: options.region,
      billing_account: options.account,
      price_version: options.priceVersion === undefined ? undefined : Number(options.priceVersion),
      usage: readUsageOptions(options),
    })
    if (!request.success) throw new AppError('invalid', 'The quote cannot be made.', { errors: toFieldErrors(request.error) })
    const [answer] = await runWithDatabase((db) => quotePrices(db, [request.data], new Date()))
    if (!answer) throw new Error('a quote was not answered')
    if (options.json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
    if (answer.error !== null) {
      const reason = `${answer.message ?? answer.error} (${answer.error}, price version ${answer.price_version})`
      throw new AppError('invalid', `No price: ${reason}.`)
    }
    if (!options.json) printQuote(answer)
  })
}

const toFlag = (field: UsageField) => `--${field.replaceAll('_', '-')}`

/** commander names options in camel case. */
const toOptionName = (flag: string) => flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

function readUsageOptions(options: QuoteOptions): Record<string, unknown> {
  return Object.fromEntries(
    usageFields.flatMap((field) => {
      const flags = [toFlag(field), ...(shortFlags[field] ? [shortFlags[field]] : [])]
      const count = flags.map((flag) => options[toOptionName(flag)]).find((value) => value !== undefined)
      return count === undefined ? [] : [[field, count]]
    }),
  )
}

function printQuote(answer: QuoteAnswer): void {
  printTable(
    ['meter', 'quantity', 'USD', 'per', 'cost USD'],
    answer.lines.map((line) => [line.meter, line.quantity, line.rate, line.per, line.cost_usd]),
  )
  const list = answer.list_cost_usd === answer.cost_usd ? '' : ` (list ${answer.list_cost_usd})`
  process.stdout.write(`\ntotal ${answer.cost_usd} USD${list}, price version ${answer.price_version}\n`)
  if (answer.unpriced.length > 0) process.stdout.write(`not priced, so not in the total: ${answer.unpriced.join(', ')}\n`)
}

interface ImportOptions {
  from?: string
  since?: Date
  publish?: boolean
  note?: string
}

function readSince(text: string): Date {
  const instant = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)
  if (!instant) throw new InvalidArgumentError('must be a day such as 2026-12-01 or an instant such as 2026-12-01T00:00:00Z')
  return instant
}

function addImportCommand(price: Command): void {
  price
    .command('import')
    .description('compare a source of prices with the book and draft what is new, for a person to publish')
    .argument('[file]', 'a price book of our own form, or one provider of it; - is standard input')
    .option('--from <source>', 'genai-prices: the package as installed, without the network')
    .option('--since <date>', 'from when undated prices of genai-prices count; today where absent', readSince)
    .option('--publish', 'publish at once; needs --note')
    .option('--note <text>', 'what changes and why')
    .action(async (file: string | undefined, options: ImportOptions) => {
      if (options.publish && !options.note)
        throw new AppError('invalid', '--publish needs --note, which says what changes and why.')
      const now = new Date()
      const source = await readSourceOptions(file, options, now)
      await runWithDatabase(async (db) => {
        const outcome = await importPrices(db, operator, source, now)
        printImport(outcome)
        if (!options.publish || outcome.draftId === null) return
        const { version } = await publishDraft(db, operator, { draftId: outcome.draftId, note: options.note ?? '' })
        process.stdout.write(`published as version ${version}\n`)
      })
    })
}

async function readSourceOptions(file: string | undefined, { from, since }: ImportOptions, now: Date): Promise<PriceSource> {
  if (from !== undefined && file !== undefined) throw new AppError('invalid', 'Name a file or --from, not both.')
  if (file === undefined) {
    if (from !== undefined && from !== 'genai-prices') {
      throw new AppError('invalid', `--from knows genai-prices, not "${from}"; a file is named without --from.`)
    }
    const today = new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`)
    return { kind: 'genai-prices', since: since ?? today }
  }
  if (since) throw new AppError('invalid', '--since is for genai-prices: a file gives the dates of its prices itself.')
  return { kind: 'file', name: file === '-' ? 'standard input' : basename(file), text: await readText(file) }
}

async function readText(file: string): Promise<string> {
  if (file === '-') {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks).toString('utf8')
  }
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new AppError('unreadable', `${file} cannot be read: is the path right, and may this account read it?`, { cause: error })
  }
}

function printImport({ baseVersion, draftId, isNewDraft, changes, notes }: ImportOutcome): void {
  const counts = countChanges(changes)
  for (const kind of changeKinds) {
    const count = counts[kind] ?? 0
    if (count === 0 && !['new_model', 'new_period', 'correction', 'removed'].includes(kind)) continue
    process.stdout.write(`${changeLabels[kind]}: ${count}\n`)
    for (const { summary } of changes.filter((change) => change.kind === kind).slice(0, shownExamples)) {
      process.stdout.write(`  ${summary}\n`)
    }
    if (count > shownExamples) process.stdout.write(`  … and ${count - shownExamples} more\n`)
  }
  for (const note of notes) process.stdout.write(`left as it is: ${note}\n`)
  if (draftId === null) process.stdout.write(`nothing new against version ${baseVersion}; no draft was made\n`)
  else process.stdout.write(`${isNewDraft ? 'drafted' : 'drafted before'} as ${draftId}, from version ${baseVersion}\n`)
}
