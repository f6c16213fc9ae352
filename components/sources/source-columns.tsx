import { Code } from '@mantine/core'
import { sourceRoles } from '@/components/keys/key-choices'
import { Moment } from '@/components/settings/moment'
import type { Column } from '@/components/ui/data-table-columns'
import { StatusBadge } from '@/components/ui/status-badge'
import type { SourceView } from '@/lib/sources/list-sources'
import { describeQuiet, formatLag } from './source-words'
import classes from './sources.module.css'

/** What the list shows of each source. */
export function sourceColumns({ zone, seesKeys }: { zone: string; seesKeys: boolean }): readonly Column<SourceView>[] {
  return [
    {
      key: 'source',
      header: 'Source',
      value: ({ slug }) => slug,
      render: ({ slug, format, role }) => (
        <span className={classes.row}>
          <span className={classes.name}>{slug}</span>
          <span className={classes.below}>
            {format} · {sourceRoles[role].label.toLowerCase()}
          </span>
        </span>
      ),
    },
    {
      key: 'state',
      header: 'State',
      value: ({ quiet }) => describeQuiet(quiet).label,
      render: ({ quiet }) => {
        const { label, tone, meaning } = describeQuiet(quiet)
        return (
          <span className={classes.row}>
            <StatusBadge label={label} tone={tone} />
            {meaning && <span className={classes.below}>{meaning}</span>}
          </span>
        )
      },
    },
    {
      key: 'lastEvent',
      header: 'Last event',
      value: ({ lastEventAt }) => lastEventAt,
      render: ({ lastEventAt }) => (lastEventAt === null ? 'Never' : <Moment at={lastEventAt} zone={zone} relative="below" />),
    },
    { key: 'calls', header: 'Events', kind: 'count', value: ({ calls }) => calls },
    { key: 'rejected', header: 'Rejected', kind: 'count', value: ({ openRejections }) => openRejections },
    { key: 'duplicates', header: 'Duplicates', kind: 'count', value: ({ arrived }) => arrived.duplicates },
    { key: 'conflicts', header: 'Conflicts', kind: 'count', value: ({ openConflicts }) => openConflicts },
    { key: 'findings', header: 'Findings', kind: 'count', value: ({ withFindings }) => withFindings },
    lagColumn('lagMedian', 'Lag', ({ lagMedianMs }) => lagMedianMs),
    lagColumn('lagP95', 'Lag p95', ({ lagP95Ms }) => lagP95Ms),
    { key: 'format', header: 'Format', value: ({ format }) => format },
    { key: 'role', header: 'Role', value: ({ role }) => sourceRoles[role].label },
    { key: 'rank', header: 'Rank', kind: 'count', value: ({ rank }) => rank },
    ...(seesKeys ? [keysColumn] : []),
  ]
}

function lagColumn(key: string, header: string, read: (source: SourceView) => number | null): Column<SourceView> {
  return {
    key,
    header,
    kind: 'number',
    value: read,
    render: (source) => {
      const lagMs = read(source)
      return lagMs === null ? undefined : formatLag(lagMs)
    },
    unknownReason: 'no call of the last day arrived in the last day',
  }
}

const keysColumn: Column<SourceView> = {
  key: 'keys',
  header: 'Keys',
  value: ({ keyPrefixes }) => keyPrefixes?.join(' ') ?? '',
  render: ({ keyPrefixes }) =>
    keyPrefixes === null || keyPrefixes.length === 0 ? (
      'None'
    ) : (
      <span className={classes.keys}>
        {keyPrefixes.map((prefix) => (
          <Code key={prefix}>{prefix}…</Code>
        ))}
      </span>
    ),
}
