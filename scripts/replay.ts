import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { AppError } from '@/lib/errors'
import { type ReplayReport, runReplay } from '@/lib/replay/run-replay'
import { loadEnvFile } from '@/lib/server/launcher'
import { parseInstant } from '@/lib/time/instant'

interface ReplayCommandOptions {
  speed: number
  start?: number
  base?: string
  key?: string
}

const maxFaultsShown = 100
const dayMs = 86_400_000

/** `npm run replay -- FILE --speed N`: posts a recorded request trace to a running server. */
const program = new Command('replay')
  .description('Post a request trace (CSV, gzip or not: offset_ms,input_tokens,output_tokens[,cached_input_tokens]) to a server.')
  .argument('<file>', 'the trace')
  .requiredOption('--speed <factor>', 'how many times as fast as it was recorded; 0: as fast as the server takes it', parseSpeed)
  .option('--start <instant>', 'when its first call ran, RFC 3339 or now; yesterday at 00:00 UTC where absent', parseStart)
  .option('--base <url>', 'the server; http://127.0.0.1:$PORT where absent', parseBase)
  .option('--key <key>', 'an ingest key of it; $ASCRIBE_KEY where absent')
  .exitOverride()
  .showHelpAfterError('Add --help to see what it takes.')
  .action(async (file: string, options: ReplayCommandOptions) => {
    const key = options.key ?? process.env.ASCRIBE_KEY
    if (key === undefined || key === '') {
      const make = 'npm run ascribe -- keys create --name "Request traces" --scopes ingest --source traces'
      throw new AppError('unauthenticated', `Name an ingest key with --key or ASCRIBE_KEY. This makes one: ${make}`)
    }
    const baseUrl = options.base ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`
    const startMs = options.start ?? Math.floor(Date.now() / dayMs - 1) * dayMs
    let faults = 0
    const report = await runReplay({
      ...{ file, baseUrl, key, startMs, speed: options.speed },
      onFault: (line, message) => {
        faults += 1
        if (faults <= maxFaultsShown) process.stderr.write(`${file}:${line}: ${message}\n`)
      },
    })
    if (faults > maxFaultsShown) process.stderr.write(`… and ${faults - maxFaultsShown} more lines\n`)
    process.stdout.write(describeReport(report, startMs))
    if (faults > 0) process.exitCode = 1
  })

function describeReport(report: ReplayReport, startMs: number): string {
  const { rows, accepted, duplicates, conflicts, rejected, seconds, p50Ms, p99Ms } = report
  const time = (ms: number | null) => (ms === null ? 'nothing sent' : `${ms.toFixed(1)} ms`)
  return [
    `${rows} rows from ${new Date(startMs).toISOString()}`,
    `${accepted} accepted, ${duplicates} duplicates, ${conflicts} conflicts, ${rejected} rejected`,
    `${Math.round(rows / seconds).toLocaleString('en')} rows/s over ${seconds.toFixed(1)} s; a request took ${time(p50Ms)} (p50), ${time(p99Ms)} (p99)`,
    '',
  ].join('\n')
}

function parseSpeed(text: string): number {
  const speed = Number(text)
  if (text.trim() === '' || !Number.isFinite(speed) || speed < 0) throw new InvalidArgumentError('must be 0 or a positive number')
  return speed
}

function parseStart(text: string): number {
  const instant = text === 'now' ? new Date() : parseInstant(text)
  if (instant === null) throw new InvalidArgumentError('must be an instant with an offset, such as 2026-06-01T09:00:00Z, or now')
  return instant.getTime()
}

function parseBase(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('must be an address such as http://127.0.0.1:3000')
  return text
}

try {
  loadEnvFile()
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    process.stderr.write(`${error instanceof AppError ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
    process.exitCode = 1
  }
}
