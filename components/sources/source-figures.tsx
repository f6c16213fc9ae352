import { Moment } from '@/components/settings/moment'
import { formatCount } from '@/components/ui/format-count'
import { Section } from '@/components/ui/section'
import type { SourceView } from '@/lib/sources/list-sources'
import { formatLag } from './source-words'
import classes from './sources.module.css'

/** The figures of a source. */
export function SourceFigures({ source, zone }: { source: SourceView; zone: string }) {
  const { arrived, lagMedianMs, lagP95Ms } = source
  const figures = [
    {
      label: 'Last event',
      value: source.lastEventAt === null ? 'Never' : <Moment at={source.lastEventAt} zone={zone} relative="below" />,
    },
    { label: 'Events that began', value: formatCount(source.calls), note: 'by the roll-ups' },
    {
      label: 'Events that arrived',
      value: formatCount(arrived.accepted),
      note: arrived.late === 0 ? 'none over a day late' : `${formatCount(arrived.late)} over a day late`,
    },
    { label: 'Duplicates', value: formatCount(arrived.duplicates), note: 'counted once' },
    {
      label: 'Rejected, waiting',
      value: formatCount(source.openRejections),
      note: `${formatCount(arrived.rejected)} arrivals in 24 h`,
    },
    {
      label: 'Conflicts, open',
      value: formatCount(source.openConflicts),
      note: `${formatCount(arrived.conflicts)} arrivals in 24 h`,
    },
    { label: 'With findings', value: formatCount(source.withFindings), note: 'counted all the same' },
    {
      label: 'Lag, median and p95',
      value: lagMedianMs === null || lagP95Ms === null ? 'Unknown' : `${formatLag(lagMedianMs)} · ${formatLag(lagP95Ms)}`,
      note: 'from beginning to arrival, within 9%',
    },
  ]
  return (
    <Section
      title="Last 24 hours"
      note="The running hour and the 23 before it. Counts of arrivals may lack seconds after a crash."
    >
      <dl className={classes.figures}>
        {figures.map(({ label, value, note }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value}
              {note && <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
