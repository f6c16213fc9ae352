import { Code, Stack, Text, Title } from '@mantine/core'
import { useId } from 'react'
import { formatCount } from '@/components/ui/format-count'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ImportDiff } from '@/lib/attribution/registry-commands/import-command'
import classes from './registry.module.css'

type Row = ImportDiff['rows'][number]

/** So many rows are shown of each outcome; the counts say how many there are. */
const shownRows = 200

const outcomes = [
  { outcome: 'refused', title: 'Refused, and left out' },
  { outcome: 'changed', title: 'Changed' },
  { outcome: 'added', title: 'Added' },
] as const

/** What a file would do: how many rows of each outcome, and each row that does something or is refused. */
export function ImportDiffList({ diff }: { diff: ImportDiff }) {
  const titleId = useId()
  const { counts, rows, ignoredColumns } = diff
  return (
    <section aria-labelledby={titleId}>
      <Stack gap="sm">
        <Title order={3} id={titleId}>
          What this would do
        </Title>
        <ul className={classes.counts} aria-label="Rows of the file">
          <li>{formatCount(counts.added)} added</li>
          <li>{formatCount(counts.changed)} changed</li>
          <li>{formatCount(counts.unchanged)} unchanged</li>
          <li>{formatCount(counts.refused)} refused</li>
        </ul>
        {ignoredColumns.length > 0 && (
          <Text size="sm" c="dimmed">
            Columns that mean nothing here and are not read: {ignoredColumns.join(', ')}.
          </Text>
        )}
        {outcomes.map(({ outcome, title }) => (
          <Outcome key={outcome} title={title} rows={rows.filter((row) => row.outcome === outcome)} />
        ))}
      </Stack>
    </section>
  )
}

function Outcome({ title, rows }: { title: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      <ol className={classes.history} aria-label={title}>
        {rows.slice(0, shownRows).map((row) => (
          <li key={row.line}>
            <span>
              <Code>{row.name === '' ? '(no name)' : row.name}</Code>{' '}
              {row.outcome === 'refused' && <StatusBadge label={row.column} tone="attention" />}
              {row.outcome === 'refused' ? (
                <span className={classes.change}>{row.message}</span>
              ) : (
                row.changes.map((change) => (
                  <span key={change.field} className={classes.change}>
                    {change.field}: {change.before !== null && `${change.before} → `}
                    {change.after ?? 'none'}
                  </span>
                ))
              )}
            </span>
            <span className={classes.span}>line {formatCount(row.line)}</span>
          </li>
        ))}
      </ol>
      {rows.length > shownRows && (
        <Text size="sm" c="dimmed">
          and {formatCount(rows.length - shownRows)} more
        </Text>
      )}
    </Stack>
  )
}
