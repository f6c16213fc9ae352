import { log } from '@/lib/log'

/** What the supervisor sends to a child, besides signals: Windows has none that can be caught. */
export const stopMessage = 'stop'
/** What a child sends to the supervisor when it serves. */
export const readyMessage = 'ready'

/** A child whose supervisor was killed has nobody left to end it, so it gives up after this long. */
const orphanTimeoutMs = 10_000

/**
 * Ties this process to whoever started it: `stop` runs once, at a signal, at the supervisor's word, or when the supervisor
 * has vanished, and then the process ends. Without a supervisor the signals alone count.
 */
export function endWithSupervisor(stop: () => Promise<void>): void {
  let isEnding = false
  const end = async (): Promise<void> => {
    if (isEnding) return
    isEnding = true
    try {
      await stop()
      process.exit(0)
    } catch (error) {
      log.error({ err: error }, 'the process did not stop cleanly')
      process.exit(1)
    }
  }
  process.on('SIGTERM', () => void end())
  process.on('SIGINT', () => void end())
  process.on('message', (message) => {
    if (message === stopMessage) void end()
  })
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), orphanTimeoutMs).unref()
    void end()
  })
  // Whoever read our output may go first; writing into the void must not bring the process down or make it spin.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  // The supervisor may have been killed before we listened.
  if (process.send !== undefined && !process.connected) void end()
}

/** Tells the supervisor that this process serves. */
export function reportReady(): void {
  if (process.connected) process.send?.(readyMessage)
}
