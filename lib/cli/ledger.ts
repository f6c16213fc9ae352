import { type Command, InvalidArgumentError } from 'commander'
import { onNewSeries, reattribute } from '@/lib/attribution/attribute-series'
import { findOwnershipFaults } from '@/lib/attribution/queries'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { isCalendarDate } from '@/lib/time/calendar'
import { type LedgerClient, openLedgerClient } from '@/lib/usage/ledger-client'
import { rebuildRollups } from '@/lib/usage/rebuild'
import { restoreCapped } from '@/lib/usage/restore-capped'
import { verifyLedger } from '@/lib/usage/verify'
import { runWithDatabase } from './run-with-database'

interface RebuildCommandOptions {
  from?: string
  to?: string
  seriesCap?: number
}

/** `ascribe verify` and `ascribe rebuild` */
export function addLedgerCommands(program: Command): void {
  program
    .command('verify')
    .description(
      'check that events, hourly and daily sums agree to the last digit and that every series has its owners; exit code 1 where not',
    )
    .action(async () => {
      const { report, unowned } = await withLedgerClient(async (client, db) => ({
        report: await verifyLedger(client),
        unowned: await findOwnershipFaults(db),
      }))
      const { events, requests, cost, orphans, differenceCount, differences } = report
      process.stdout.write(`${events} events, ${requests} requests, ${cost} USD\n`)
      for (const { table, key, measures } of differences) {
        const where = Object.entries(key).map(([name, value]) => `${name} ${value}`)
        for (const [measure, { events: expected, rollup }] of Object.entries(measures)) {
          process.stdout.write(
            `${table}, ${where.join(', ')}: ${measure} is ${rollup ?? 'nothing'}, its events sum to ${expected ?? 'nothing'}\n`,
          )
        }
      }
      for (const { seriesId, covered } of unowned) {
        process.stdout.write(`series ${seriesId}: its owners cover ${covered}, not all of time\n`)
      }
      if (report.isSound && unowned.length > 0) {
        throw new AppError('conflict', 'Some series have no owner on some days, not even nobody: run "ascribe rebuild".')
      }
      if (report.isSound) return
      if (orphans > 0n)
        throw new AppError(
          'conflict',
          `${orphans} events have no series: they are in no sum. Restore usage_series from a backup.`,
        )
      throw new AppError('conflict', `${differenceCount} sums differ from their events: run "ascribe rebuild".`)
    })

  program
    .command('rebuild')
    .description('make the sums anew from the events, day by day, while events keep coming in')
    .option('--from <date>', 'the first day, YYYY-MM-DD; the first there is where absent', parseDay)
    .option('--to <date>', 'the day after the last; to the end where absent', parseDay)
    .option('--series-cap <values>', 'first restore values that went under ~other, up to so many of a dimension', parseCap)
    .action(async ({ from, to, seriesCap }: RebuildCommandOptions) => {
      await withLedgerClient(async (client, db) => {
        if (seriesCap !== undefined) {
          const restored = await restoreCapped(client, { seriesCap, onNewSeries })
          process.stdout.write(`${restored} events restored from ~other\n`)
        }
        const { changed } = await db.transaction((tx) => reattribute(tx, { all: true }))
        if (changed > 0) process.stdout.write(`${changed} series attributed anew\n`)
        const days = await rebuildRollups(client, { from, to })
        process.stdout.write(`${days} days rebuilt\n`)
      })
    })
}

/** A pool of the ledger's own on the database that the command line works on. */
function withLedgerClient<T>(work: (client: LedgerClient, db: Database) => Promise<T>): Promise<T> {
  return runWithDatabase(async (db) => {
    const client = openLedgerClient(process.env.DATABASE_URL ?? '', { max: 2 })
    try {
      return await work(client, db)
    } finally {
      await client.end({ timeout: 5 })
    }
  })
}

function parseDay(text: string): string {
  if (!isCalendarDate(text)) throw new InvalidArgumentError('must be a day that exists, as YYYY-MM-DD')
  return text
}

function parseCap(text: string): number {
  const cap = Number(text)
  if (!Number.isInteger(cap) || cap < 1 || cap > 100_000)
    throw new InvalidArgumentError('must be a whole number from 1 to 100000')
  return cap
}
