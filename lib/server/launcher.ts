import { existsSync } from 'node:fs'
import path from 'node:path'
import { EnvError } from '@/lib/env'
import { log } from '@/lib/log'
import { StartError } from './start-error'

/** What a launcher keeps running. */
export interface Running {
  stop(): Promise<void>
}

/** npm and the terminal may both deliver the same Ctrl-C: only one that comes later is a second one. */
const secondSignalAfterMs = 1_000

/** The repository's root, wherever the command was given. */
export const projectRoot = path.resolve(import.meta.dirname, '../..')

/** Reads `.env` into the environment, as Next does, for the processes that start before Next; what is set already stays. */
export function loadEnvFile(): void {
  const file = path.join(projectRoot, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/**
 * Runs a launcher until a signal: starts, waits, stops in order, ends. A second signal ends at once; the processes it leaves
 * notice and end themselves, and the next start adopts the database. What the operator can mend is told in one line each.
 */
export async function runLauncher(start: () => Promise<Running>): Promise<void> {
  let firstSignalAt: number | null = null
  let running: Running | null = null
  const stop = async (): Promise<void> => {
    if (running === null) return
    try {
      await running.stop()
      process.exit(0)
    } catch (error) {
      reportFailure(error)
      process.exit(1)
    }
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstSignalAt === null) {
        firstSignalAt = performance.now()
        void stop()
      } else if (performance.now() - firstSignalAt > secondSignalAfterMs) {
        process.exit(130)
      }
    })
  }
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  try {
    process.chdir(projectRoot)
    loadEnvFile()
    running = await start()
    // A signal that came while starting.
    if (firstSignalAt !== null) await stop()
  } catch (error) {
    reportFailure(error)
    process.exit(1)
  }
}

/** Tells the operator what went wrong: mendable problems in plain words, anything else as an error with its trace in the log. */
export function reportFailure(error: unknown): void {
  if (error instanceof EnvError || error instanceof StartError) process.stderr.write(`${error.message}\n`)
  else log.fatal({ err: error }, 'failed')
}
