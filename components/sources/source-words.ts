import { formatCount } from '@/components/ui/format-count'
import type { StatusTone } from '@/components/ui/status-badge'
import type { SourceQuiet } from '@/lib/sources/find-quiet'

const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
] as const

/** A time span in one unit: `9 hours`, `1 day`; below two minutes in minutes too. */
export function describeSpan(ms: number): string {
  const unit = units.find(({ ms: size }) => ms >= 2 * size) ?? units[2]
  const count = Math.max(1, Math.round(ms / unit.ms))
  return `${formatCount(count)} ${unit.name}${count === 1 ? '' : 's'}`
}

/** A lag as it is read beside others: `340 ms`, `2.4 s`, `12 min`, `3.5 h`. */
export function formatLag(lagMs: number): string {
  if (lagMs < 1_000) return `${lagMs} ms`
  if (lagMs < 60_000) return `${round(lagMs / 1_000)} s`
  return lagMs < 3_600_000 ? `${round(lagMs / 60_000)} min` : `${round(lagMs / 3_600_000)} h`
}

const round = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0))

/** How a source is, in a word and, where it is quiet, in a sentence. */
export function describeQuiet(quiet: SourceQuiet): { label: string; tone: StatusTone; meaning: string | null } {
  if (quiet.state === 'never') return { label: 'No event yet', tone: 'waiting', meaning: null }
  if (quiet.state === 'active') return { label: 'Active', tone: 'done', meaning: null }
  const { forMs, usualPauseHours } = quiet
  const meaning =
    usualPauseHours === null
      ? `Nothing for ${describeSpan(forMs)}.`
      : `Nothing for ${describeSpan(forMs)}; its longest pause in two weeks was ${describeSpan(usualPauseHours * 3_600_000)}.`
  return { label: 'Quiet', tone: 'attention', meaning }
}
