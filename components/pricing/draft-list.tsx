'use client'

import { Moment } from '@/components/settings/moment'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { StatusBadge } from '@/components/ui/status-badge'
import type { DraftRow } from '@/lib/pricing/queries/drafts'
import { draftHref } from './places'

/** The open drafts, where there are several. */
export function DraftList({ drafts, zone }: { drafts: readonly DraftRow[]; zone: string }) {
  const columns: readonly Column<DraftRow>[] = [
    { key: 'note', header: 'Draft', value: ({ note, id }) => note || `Draft ${id.slice(0, 8)}` },
    { key: 'author', header: 'Begun by', value: ({ author }) => author },
    {
      key: 'updated',
      header: 'Last edited',
      value: ({ updatedAt }) => updatedAt,
      render: ({ updatedAt }) => <Moment at={updatedAt} zone={zone} />,
    },
    { key: 'base', header: 'Begun from', value: ({ baseVersion }) => `Version ${baseVersion}` },
    { key: 'origin', header: 'Came about', value: ({ origin }) => (origin === 'import' ? 'Imported' : 'By hand') },
    {
      key: 'state',
      header: 'State',
      value: ({ isOutdated }) => (isOutdated ? 'outdated' : 'open'),
      render: ({ isOutdated }) =>
        isOutdated ? <StatusBadge label="Outdated" tone="attention" /> : <StatusBadge label="Open" tone="waiting" />,
    },
  ]
  return (
    <DataTable
      caption="Open drafts"
      columns={columns}
      rows={drafts}
      rowKey={({ id }) => id}
      rowHref={({ id }) => draftHref(id)}
      sortable={false}
      csv={false}
    />
  )
}
