'use client'

import { ActionIcon } from '@mantine/core'
import { IconList } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useMemo } from 'react'
import { dimensionColumns, pendingColumns } from '@/components/spend/dimension-columns'
import { noUsage } from '@/components/spend/no-usage'
import { ReportNote } from '@/components/spend/report-note'
import { DataTable } from '@/components/ui/data-table'
import type { Column, ColumnKind } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { OptionPicker, PickerList } from '@/components/ui/option-picker'
import { Refetching } from '@/components/ui/refetching'
import { FileLink, ToolLink } from '@/components/ui/tool-link'
import { exploreFileHref } from '@/lib/engineering/explore/client'
import {
  type ExploreMeasure,
  exploreMeasures,
  isExploreMeasure,
  isLatencyMeasure,
  measureHeader,
  measures,
} from '@/lib/engineering/explore/measures'
import { errorBoundText } from '@/lib/engineering/explore/percentile'
import { type ExploreParams, type ExploreReport, type ExploreRow, exploreTitle } from '@/lib/engineering/explore/schema'
import { formatPercent } from '@/lib/money/format'
import { groupName } from './chart-data'
import { drillHref, groupRequestsHref } from './drill'
import { figureCell } from './figure-text'

export interface ExploreTableProps {
  params: ExploreParams
  columns: readonly ExploreMeasure[]
  onColumnsChange: (columns: readonly ExploreMeasure[]) => void
  answer: UseQueryResult<ExploreReport>
}

/** Every group with the measures chosen, each leading to the next finer view and to its requests. */
export function ExploreTable({ params, columns: chosen, onColumnsChange, answer }: ExploreTableProps) {
  const { data: report, error, isPlaceholderData, refetch } = answer
  const asked = useMemo(() => (report ? { ...params, groupBy: report.group_by } : params), [params, report])
  const columns = useMemo(
    () => (report ? listColumns(asked, report, chosen) : pendingColumns<ExploreRow>(params.groupBy)),
    [asked, report, chosen, params],
  )
  const caption = exploreTitle({ measure: 'cost', groupBy: asked.groupBy }).replace(/^Cost/, 'All measures')
  return (
    <Refetching isStale={isPlaceholderData}>
      <DataTable
        caption={caption}
        columns={columns}
        rows={report?.rows ?? []}
        rowKey={({ values }) => JSON.stringify(values)}
        rowHref={asked.groupBy.length === 0 ? undefined : ({ values }) => drillHref(asked, values)}
        csv={false}
        loading={!report && !error}
        error={error ? { message: error.message, onRetry: () => void refetch() } : null}
        paging={{ mode: 'client', pageSize: 25 }}
        totals={report && totalCells(report, chosen)}
        empty={noUsage}
        toolbar={<TableTools params={params} report={report} columns={chosen} onColumnsChange={onColumnsChange} />}
      />
      {report && <TableNote report={report} columns={chosen} />}
    </Refetching>
  )
}

const kinds: Readonly<Record<(typeof measures)[ExploreMeasure]['unit'], ColumnKind>> = {
  usd: 'money',
  count: 'count',
  ratio: 'number',
  share: 'number',
  milliseconds: 'number',
}

/** What a column is called: the bound of a percentile stands beside it. */
const headerOf = (name: ExploreMeasure) =>
  isLatencyMeasure(name) ? `${measures[name].label} (${errorBoundText})` : measureHeader(name)

function listColumns(params: ExploreParams, report: ExploreReport, chosen: readonly ExploreMeasure[]): Column<ExploreRow>[] {
  const dimensions = dimensionColumns<ExploreRow>(params.groupBy, report, ({ values }, _name, index) => values[index] ?? null)
  const total: Column<ExploreRow> = { key: 'total', header: 'All', value: () => 'All usage', sortable: false }
  return [
    ...(dimensions.length === 0 ? [total] : dimensions),
    ...chosen.flatMap((name) => [measureColumn(name), ...(name === 'cost' ? [shareColumn(report)] : [])]),
    {
      key: 'requests_link',
      header: 'Calls',
      sortable: false,
      value: () => null,
      render: ({ values }) => <RequestsLink href={groupRequestsHref(params, values)} name={groupName(values, report)} />,
    },
  ]
}

const measureColumn = (name: ExploreMeasure): Column<ExploreRow> => ({
  key: name,
  header: headerOf(name),
  kind: kinds[measures[name].unit],
  value: (row) => row.measures[name],
  render: (row) => figureCell(row, name),
})

const shareColumn = ({ total }: ExploreReport): Column<ExploreRow> => ({
  key: 'share',
  header: 'Share',
  kind: 'number',
  value: (row) => row.measures.cost,
  render: (row) => formatPercent(row.measures.cost ?? '0', total.measures.cost ?? '0') ?? '—',
})

function RequestsLink({ href, name }: { href: string; name: string }) {
  return (
    <ActionIcon
      component={Link}
      href={href}
      prefetch={false}
      variant="subtle"
      color="gray"
      size={24}
      aria-label={`Requests of ${name || 'all usage'}`}
    >
      <IconList size={14} stroke={1.5} aria-hidden />
    </ActionIcon>
  )
}

const totalCells = (report: ExploreReport, chosen: readonly ExploreMeasure[]): Record<string, ReactNode> =>
  Object.fromEntries(chosen.map((name) => [name, figureCell(report.total, name)]))

type ToolsProps = Pick<ExploreTableProps, 'params' | 'columns' | 'onColumnsChange'> & { report: ExploreReport | undefined }

function TableTools({ params, report, columns, onColumnsChange }: ToolsProps) {
  return (
    <>
      <OptionPicker
        label="Columns"
        selected={columns}
        onChange={(names) => onColumnsChange(exploreMeasures.filter((name) => names.includes(name)).filter(isExploreMeasure))}
      >
        {(search) => (
          <PickerList
            label="Columns"
            options={exploreMeasures
              .filter((name) => measures[name].label.toLowerCase().includes(search.trim().toLowerCase()))
              .map((name) => ({ value: name, content: isLatencyMeasure(name) ? headerOf(name) : measures[name].label }))}
            selected={columns}
            empty={`Nothing matches “${search}”`}
          />
        )}
      </OptionPicker>
      <ToolLink href={groupRequestsHref(params)} icon={IconList}>
        Requests
      </ToolLink>
      {(['groups', 'steps'] as const).map((rows) => (
        <FileLink
          key={rows}
          href={exploreFileHref(params, rows)}
          label={
            rows === 'groups'
              ? `Download as CSV, ${formatCount(report?.row_count ?? 0)} rows with all measures`
              : `Download as CSV by ${params.grain}, with all measures`
          }
        >
          {rows === 'groups' ? 'CSV' : `CSV by ${params.grain}`}
        </FileLink>
      ))}
    </>
  )
}

function TableNote({ report, columns }: { report: ExploreReport; columns: readonly ExploreMeasure[] }) {
  const { row_count: count, rows, total } = report
  const hidden = count - rows.length
  return (
    <ReportNote report={report}>
      {hidden > 0 && ` · the ${formatCount(rows.length)} largest are shown, the file has all; the total is of all`}
      {columns.some((name) => total.at_least.includes(name)) && ' · ≥: part of it is not known'}
      {columns.some(isLatencyMeasure) && ` · latency within ${errorBoundText} of the true percentile`}
      {' · a dash: nothing to reckon from'}
    </ReportNote>
  )
}
