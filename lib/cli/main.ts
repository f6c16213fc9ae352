import { Command, CommanderError } from 'commander'
import { EnvError } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { StartError } from '@/lib/server/start-error'
import { addIngestCommands } from './ingest'
import { addKeyCommands } from './keys'
import { addLedgerCommands } from './ledger'
import { addPriceCommands } from './prices'
import { addUserCommands } from './users'

/**
 * Runs an operator command.
 *
 * @param argv the words after `npm run ascribe --`.
 * @returns the exit code: 0 done, 1 refused or failed, 2 not understood.
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  const program = createProgram()
  try {
    process.env.LOG_LEVEL ??= 'warn'
    await program.parseAsync(argv, { from: 'user' })
    return 0
  } catch (error) {
    return explain(error)
  }
}

function createProgram(): Command {
  const program = new Command('ascribe')
    .description('Operator commands. They work beside a running server and without one.')
    .exitOverride()
    .showHelpAfterError('Add --help to see what it takes.')
  addKeyCommands(program)
  addIngestCommands(program)
  addLedgerCommands(program)
  addUserCommands(program)
  addPriceCommands(program)
  return program
}

function explain(error: unknown): number {
  // commander has said what it did not understand, or printed the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof AppError) {
    process.stderr.write(`${error.message}\n`)
    for (const { path, message } of error.errors) process.stderr.write(`  ${path}: ${message}\n`)
    return 1
  }
  if (error instanceof EnvError || error instanceof StartError) {
    process.stderr.write(`${error.message}\n`)
    return 1
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}
