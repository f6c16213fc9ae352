import type { StatusTone } from '@/components/ui/status-badge'
import type { RunView } from '@/lib/jobs/loaders'

/** No job of ours takes this long; a run without an end after it was cut off by a stop. */
const cutOffAfterMs = 60 * 60_000

/**
 * How a run went, in a word.
 *
 * @param nowMs null where the time is not known yet; then a run without an end counts as going on.
 */
export function findRunState(run: RunView | null, nowMs: number | null): { label: string; tone: StatusTone } {
  if (run === null) return { label: 'Never ran', tone: 'off' }
  if (run.error !== null) return { label: 'Failed', tone: 'attention' }
  if (run.finishedAt !== null) return { label: 'Done', tone: 'done' }
  const isCutOff = nowMs !== null && nowMs - Date.parse(run.startedAt) > cutOffAfterMs
  return isCutOff ? { label: 'Cut off', tone: 'attention' } : { label: 'Running', tone: 'waiting' }
}

/** `480 ms`, `12.3 s`, `4 min 5 s`; null where the run has not ended. */
export function formatDuration(durationMs: number | null): string | null {
  if (durationMs === null) return null
  if (durationMs < 1000) return `${durationMs} ms`
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 60) return `${(durationMs / 1000).toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
