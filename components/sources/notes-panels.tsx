import { Code } from '@mantine/core'
import { Moment } from '@/components/settings/moment'
import { requestHref } from '@/components/spend/request-columns'
import { findingWords } from '@/components/spend/request-words'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import type { SourceView } from '@/lib/sources/list-sources'
import type { SourceCapture, UnknownField } from '@/lib/sources/read-source'
import classes from './sources.module.css'

interface FindingRow {
  readonly code: string
  readonly count: number
}

/** Sources that ran an older version may have written codes that are gone. */
const words: Readonly<Record<string, string>> = findingWords

/** What was found in the arrivals of the last day, most often first. */
export function FindingsPanel({ source }: { source: SourceView }) {
  const rows = Object.entries(source.findings).map(([code, count]) => ({ code, count }))
  const columns: readonly Column<FindingRow>[] = [
    {
      key: 'code',
      header: 'Finding',
      value: ({ code }) => code,
      render: ({ code }) => (
        <span className={classes.row}>
          <Code>{code}</Code>
          {words[code] && <span className={classes.below}>{words[code]}</span>}
        </span>
      ),
    },
    { key: 'count', header: 'Events', kind: 'count', value: ({ count }) => count },
  ]
  return (
    <Section title="Findings" note="Of arrivals in 24 h. They were counted; something about them wants mending." flush>
      <DataTable
        caption="Findings"
        variant="bare"
        columns={columns}
        rows={rows}
        rowKey={({ code }) => code}
        defaultSort={{ column: 'count', direction: 'descending' }}
        csv={false}
        paging={{ mode: 'client', pageSize: 8 }}
        empty={{ title: 'Nothing was found.', detail: 'Every event of the last day said whose it is and could be priced.' }}
      />
    </Section>
  )
}

/** Fields that are dropped, the latest seen first. */
export function FieldsPanel({ fields, zone }: { fields: readonly UnknownField[]; zone: string }) {
  const columns: readonly Column<UnknownField>[] = [
    { key: 'name', header: 'Field', value: ({ name }) => name, render: ({ name }) => <Code>{name}</Code> },
    { key: 'bodies', header: 'Bodies', kind: 'count', value: ({ bodies }) => bodies },
    momentColumn('firstSeen', 'First seen', zone, ({ firstSeenAt }) => firstSeenAt),
    momentColumn('lastSeen', 'Last seen', zone, ({ lastSeenAt }) => lastSeenAt),
  ]
  return (
    <Section title="Unknown fields" note="Dropped while a body is read: the name is noted, the value is not kept." flush>
      <DataTable
        caption="Unknown fields"
        variant="bare"
        columns={columns}
        rows={fields}
        rowKey={({ name }) => name}
        csv={false}
        paging={{ mode: 'client', pageSize: 8 }}
        empty={{ title: 'No field was dropped.', detail: 'Everything that this source says has a place.' }}
      />
    </Section>
  )
}

/** Further records of calls that are booked: those that contradict them first. */
export function CapturesPanel({ captures, zone }: { captures: readonly SourceCapture[]; zone: string }) {
  const columns: readonly Column<SourceCapture>[] = [
    { key: 'request', header: 'Request', value: ({ requestId, eventKey }) => requestId ?? eventKey },
    {
      key: 'kind',
      header: 'What it is',
      value: ({ kind }) => kind,
      render: ({ kind }) =>
        kind === 'conflict' ? (
          <StatusBadge label="Contradicts what stands" tone="attention" />
        ) : (
          <StatusBadge label="Another look at the same call" tone="done" />
        ),
    },
    momentColumn('received', 'Arrived', zone, ({ receivedAt }) => receivedAt),
  ]
  return (
    <Section title="Seen more than once" note="Calls that came from more than one place are counted once." flush>
      <DataTable
        caption="Seen more than once"
        variant="bare"
        columns={columns}
        rows={captures}
        rowKey={({ id }) => id}
        rowHref={({ eventKey }) => requestHref(eventKey)}
        csv={false}
        paging={{ mode: 'client', pageSize: 8 }}
        empty={{ title: 'No call was seen twice.' }}
      />
    </Section>
  )
}

function momentColumn<Row>(key: string, header: string, zone: string, read: (row: Row) => string): Column<Row> {
  return { key, header, value: read, render: (row) => <Moment at={read(row)} zone={zone} /> }
}
