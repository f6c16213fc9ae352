import type { Database } from '@/lib/db/client'

/** A background job: what it is for, when it runs by itself, and what it does. */
export interface Job {
  /** Lower-case words joined by hyphens; names the job in the queue, the log and on the screen. */
  name: string
  /** One sentence for people. */
  description: string
  /** Five cron fields in UTC, or null for a job that runs only when it is asked for. */
  schedule: string | null
  /**
   * Does the work. May run again after a crash, so it must be safe to repeat.
   *
   * @returns what was done, in a few words, for the jobs screen.
   */
  run: (context: { db: Database; now: Date; payload: unknown }) => Promise<string>
}
