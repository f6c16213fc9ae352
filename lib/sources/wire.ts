import type { SourceView } from './list-sources'

/** A source as the API tells it. */
export function writeSource(source: SourceView) {
  const { arrived, quiet } = source
  return {
    slug: source.slug,
    format: source.format,
    role: source.role,
    rank: source.rank,
    created_at: source.createdAt,
    key_prefixes: source.keyPrefixes ?? [],
    last_event_at: source.lastEventAt,
    state: quiet.state,
    quiet_for_hours: quiet.state === 'quiet' ? toHours(quiet.forMs) : null,
    usual_pause_hours: quiet.state === 'quiet' ? quiet.usualPauseHours : null,
    events_24h: source.calls,
    accepted_24h: arrived.accepted,
    duplicates_24h: arrived.duplicates,
    conflicts_24h: arrived.conflicts,
    rejected_24h: arrived.rejected,
    late_24h: arrived.late,
    rejected_open: source.openRejections,
    conflicts_open: source.openConflicts,
    with_findings_24h: source.withFindings,
    lag_median_ms: source.lagMedianMs,
    lag_p95_ms: source.lagP95Ms,
  }
}

const toHours = (ms: number) => Math.round(ms / 360_000) / 10

export const sourceColumns = [
  'slug',
  'format',
  'role',
  'rank',
  'created_at',
  'key_prefixes',
  'last_event_at',
  'state',
  'quiet_for_hours',
  'usual_pause_hours',
  'events_24h',
  'accepted_24h',
  'duplicates_24h',
  'conflicts_24h',
  'rejected_24h',
  'late_24h',
  'rejected_open',
  'conflicts_open',
  'with_findings_24h',
  'lag_median_ms',
  'lag_p95_ms',
] as const satisfies readonly (keyof ReturnType<typeof writeSource>)[]

/** The same as a row of a CSV file: keys are separated by blanks. */
export function toCsvRow(source: SourceView) {
  const written = writeSource(source)
  return { ...written, key_prefixes: written.key_prefixes.join(' ') }
}
