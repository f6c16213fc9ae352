import { Anchor, Button, Group, Progress } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { formatMonth } from '@/components/overview/format-month'
import { Moment } from '@/components/settings/moment'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import { StatusBadge, type StatusTone } from '@/components/ui/status-badge'
import type { ExportView } from '@/lib/finance/exports/loaders'
import { type ExportState, exportKindLabels } from '@/lib/finance/exports/schema'
import classes from './exports.module.css'

const states: Readonly<Record<ExportState, { label: string; tone: StatusTone }>> = {
  queued: { label: 'Waiting', tone: 'waiting' },
  running: { label: 'Writing', tone: 'active' },
  done: { label: 'Done', tone: 'done' },
  failed: { label: 'Failed', tone: 'attention' },
  cancelled: { label: 'Cancelled', tone: 'off' },
  expired: { label: 'Removed', tone: 'off' },
}

export const isUnderWay = ({ state }: ExportView): boolean => state === 'queued' || state === 'running'

/** How a row is called where it stands alone. */
export const exportName = ({ kind, month }: ExportView): string => `${exportKindLabels[kind].label}, ${formatMonth(month)}`

/** How much is read, in whole percent; null before it is known how much there is. */
export function percentRead({ read_rows: read, total_rows: total }: Pick<ExportView, 'read_rows' | 'total_rows'>): number | null {
  if (total === null) return null
  return total === 0 ? 100 : Math.min(100, Math.floor((read / total) * 100))
}

const sizeFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** `1.4 MB`: as it is stored and sent, compressed. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  return bytes < 1_000_000 ? `${sizeFormat.format(bytes / 1_000)} kB` : `${sizeFormat.format(bytes / 1_000_000)} MB`
}

interface ColumnTools {
  readonly zone: string
  readonly pending: boolean
  readonly onRemove: (row: ExportView) => void
}

/** What the list of exports shows of each. */
export function exportColumns({ zone, pending, onRemove }: ColumnTools): readonly Column<ExportView>[] {
  return [
    {
      key: 'kind',
      header: 'File',
      value: ({ kind }) => exportKindLabels[kind].label,
      render: (row) => (
        <span className={classes.name}>
          {row.file === null ? (
            exportKindLabels[row.kind].label
          ) : (
            <Anchor href={row.file} download size="sm" fw={500}>
              {exportKindLabels[row.kind].label}
            </Anchor>
          )}
          <span className={classes.quiet}>{formatMonth(row.month)}</span>
        </span>
      ),
    },
    { key: 'state', header: 'State', value: ({ state }) => states[state].label, render: (row) => <Progressing row={row} /> },
    {
      key: 'rows',
      header: 'Rows',
      kind: 'count',
      value: ({ state, file_rows }) => (state === 'queued' ? null : file_rows),
      unknownReason: 'Nothing is written yet',
    },
    {
      key: 'size',
      header: 'Size',
      kind: 'number',
      value: ({ file_bytes }) => file_bytes,
      render: ({ file_bytes }) => (file_bytes === 0 ? '—' : formatBytes(file_bytes)),
    },
    {
      key: 'total',
      header: 'Adds up to',
      kind: 'money',
      value: ({ total_cost_usd }) => total_cost_usd,
      render: (row) => <Total row={row} />,
    },
    {
      key: 'created',
      header: 'Asked for',
      value: ({ created_at }) => created_at,
      render: ({ created_at, created_by }) => (
        <span className={classes.name}>
          <Moment at={created_at} zone={zone} />
          <span className={classes.quiet}>{created_by}</span>
        </span>
      ),
    },
    {
      key: 'expires',
      header: 'Kept until',
      value: ({ expires_at }) => expires_at ?? '',
      render: ({ expires_at }) => (expires_at === null ? '—' : <Moment at={expires_at} zone={zone} />),
    },
    {
      key: 'tools',
      header: 'Actions',
      value: () => null,
      sortable: false,
      csv: false,
      render: (row) => <Tools row={row} pending={pending} onRemove={onRemove} />,
    },
  ]
}

/** The state, and while it is being written how far it has come. */
function Progressing({ row }: { row: ExportView }) {
  const percent = percentRead(row)
  return (
    <span className={classes.name}>
      <StatusBadge {...states[row.state]} />
      {row.state === 'running' && percent !== null && (
        <span className={classes.progress}>
          <Progress value={percent} size="xs" aria-label={`${exportName(row)}: read`} w={72} />
          <span className={classes.quiet}>{percent}%</span>
        </span>
      )}
      {row.failure !== null && <span className={classes.quiet}>{row.failure}</span>}
    </span>
  )
}

/** What the file's costs add up to; a part without a price is not in it, or has no cost there. */
function Total({ row }: { row: ExportView }) {
  if (row.total_cost_usd === null) return '—'
  const unpriced = row.unpriced_requests ?? 0
  const reason = unpriced > 0 ? `${unpriced.toLocaleString('en-US')} requests have no price or no known tokens` : undefined
  return <Money amount={row.total_cost_usd} atLeast={unpriced > 0} reason={reason} />
}

function Tools({ row, pending, onRemove }: { row: ExportView } & Pick<ColumnTools, 'pending' | 'onRemove'>) {
  const mayRemove = row.isOwn && (isUnderWay(row) || row.state === 'done')
  return (
    <Group gap={6} wrap="nowrap">
      {row.file !== null && (
        <Button
          component="a"
          href={row.file}
          download
          size="compact-xs"
          variant="default"
          leftSection={<IconDownload size={13} stroke={1.75} aria-hidden />}
          aria-label={`Download ${exportName(row)}`}
        >
          Download
        </Button>
      )}
      {mayRemove && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          disabled={pending}
          onClick={() => onRemove(row)}
          aria-label={`${isUnderWay(row) ? 'Cancel' : 'Remove'} ${exportName(row)}`}
        >
          {isUnderWay(row) ? 'Cancel' : 'Remove'}
        </Button>
      )}
    </Group>
  )
}
