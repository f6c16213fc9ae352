'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { ErrorState } from '@/components/ui/error-state'
import { formatInstant } from '@/components/ui/format-date'
import { LoadingState } from '@/components/ui/loading-state'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { type ChangedLine, compareVersions } from '@/lib/finance/questions/compare-versions'
import { statementOptions } from '@/lib/finance/statement/client'
import type { Statement } from '@/lib/finance/statement/schema'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { NoFigure } from './cell-parts'
import { statementPageHref } from './finance-href'
import { LineLabel, questionRows } from './question-parts'

interface ChangedSinceProps {
  /** The month as it is now. */
  statement: Statement
  /** The latest version that was published. */
  since: Statement['versions'][number]
}

/** What is another by now than it was when the month was published last; nothing where nothing is. */
export function ChangedSince({ statement, since }: ChangedSinceProps) {
  const { month, view, zone, lines, total } = statement
  const title = `Changed since version ${since.version}`
  const { data: published, error, refetch } = useQuery(statementOptions({ month, view, version: since.version }))
  // What stands in until the version is there is this month as it is now.
  const isThere = published?.version === since.version
  const changed = useMemo(() => (isThere ? compareVersions(published.lines, lines) : []), [isThere, published, lines])
  if (error) {
    return (
      <Section title={title}>
        <ErrorState message={error.message} onRetry={() => void refetch()} />
      </Section>
    )
  }
  if (!isThere) return <LoadingState label={`Comparing with version ${since.version}`} heightPx={60} />
  if (changed.length === 0) return null
  const difference = formatDecimal(parseDecimal(total.total_usd) - parseDecimal(published.total.total_usd))
  return (
    <Section
      title={title}
      note={
        <>
          Published {formatInstant(since.published_at, zone)} by {since.published_by}. Late usage, corrections and other owners
          since then come to <Money amount={difference} sign />; publish again to make them count.
        </>
      }
      flush
    >
      <DataTable
        caption={title}
        variant="bare"
        columns={changedColumns(since.version)}
        rows={changed}
        rowKey={({ line_id }) => line_id}
        rowHref={({ line_id, after_usd }) =>
          after_usd === null
            ? statementPageHref({ month, version: since.version, view, line: line_id })
            : statementPageHref({ month, view, line: line_id })
        }
        csv={false}
        paging={{ mode: 'client', pageSize: questionRows }}
        totals={{
          before: <Money amount={published.total.total_usd} />,
          after: <Money amount={total.total_usd} />,
          difference: <Money amount={difference} sign />,
        }}
      />
    </Section>
  )
}

const changedColumns = (version: number): Column<ChangedLine>[] => [
  { key: 'name', header: 'Line', value: ({ line }) => line.name, render: ({ line }) => <LineLabel row={line} /> },
  {
    key: 'before',
    header: `Version ${version}`,
    kind: 'money',
    value: ({ before_usd }) => before_usd,
    render: ({ before_usd }) => (before_usd === null ? <NoFigure reason="No such line" /> : <Money amount={before_usd} />),
  },
  {
    key: 'after',
    header: 'Now',
    kind: 'money',
    value: ({ after_usd }) => after_usd,
    render: ({ after_usd }) => (after_usd === null ? <NoFigure reason="No such line any more" /> : <Money amount={after_usd} />),
  },
  {
    key: 'difference',
    header: 'Difference',
    kind: 'money',
    value: ({ difference_usd }) => difference_usd,
    render: ({ difference_usd }) => <Money amount={difference_usd} sign />,
  },
]
