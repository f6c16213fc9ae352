'use client'

import { Moment } from '@/components/settings/moment'
import { CodeBlock } from '@/components/ui/code-block'
import { DataTable } from '@/components/ui/data-table'
import { formatCount } from '@/components/ui/format-count'
import { formatInstant } from '@/components/ui/format-date'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { RequestPageData } from '@/lib/reports/requests/loaders'
import { addDays } from '@/lib/time/calendar'
import { requestHref } from './request-columns'
import { RequestCost } from './request-cost'
import { CallFacts, OwnerFacts } from './request-facts'
import { RequestPrice } from './request-price'
import { describeOutcome, findingWords } from './request-words'
import classes from './requests.module.css'

/** One request: what ran, what it cost line by line and why, whose it is and why, and what its source said. */
export function RequestScreen(request: RequestPageData) {
  const { document, day, zone, asOf } = request
  return (
    <>
      <PageHeader
        {...{ zone, asOf }}
        period={{ from: day, to: addDays(day, 1) }}
        title={document.request_id ?? 'Request without an id'}
        description={
          <>
            {document.model}, {document.provider} · <TextLink href="/spend/requests">All requests</TextLink>
          </>
        }
      />
      <div className={classes.stack}>
        <RequestPrice {...request} />
        <div className={classes.pair}>
          <CallFacts {...request} />
          <OwnerFacts {...request} />
        </div>
        <Findings {...request} />
        <Attempts {...request} />
        <Captures {...request} />
        <SourceRecordSection {...request} />
      </div>
    </>
  )
}

function Findings({ document: { findings } }: RequestPageData) {
  return (
    <Section title="Findings" note="What is to be noted about it; its spend counts all the same.">
      {findings.length === 0 ? (
        <p className={classes.quiet}>Nothing to note.</p>
      ) : (
        <ul className={classes.findings}>
          {findings.map((code) => (
            <li key={code}>{findingWords[code]}</li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Attempts({ document, attempts, hasMoreAttempts, zone }: RequestPageData) {
  if (document.trace_id === null) {
    return (
      <Section title="Attempts of the same trace">
        <p className={classes.quiet}>Its source reported no trace, so that no other request can be told to belong to it.</p>
      </Section>
    )
  }
  const title = hasMoreAttempts ? `Requests of the same trace, the latest ${attempts.length}` : 'Requests of the same trace'
  return (
    <DataTable
      caption={title}
      rows={attempts}
      rowKey={({ eventKey }) => eventKey}
      rowHref={({ eventKey }) => (eventKey === document.event_key ? undefined : requestHref(eventKey))}
      sortable={false}
      csv={false}
      columns={[
        { key: 'at', header: 'When', value: ({ at }) => at, render: ({ at }) => <Moment at={at} zone={zone} /> },
        {
          key: 'id',
          header: 'Request id',
          value: ({ requestId }) => requestId ?? 'none',
          render: ({ requestId, eventKey }) => (
            <span className={classes.id}>
              {requestId ?? 'none'}
              {eventKey === document.event_key && <span className={classes.below}>this request</span>}
            </span>
          ),
        },
        { key: 'attempt', header: 'Attempt', value: ({ isRetry }) => (isRetry ? 'Retry' : 'First') },
        { key: 'model', header: 'Model', value: ({ model }) => model },
        {
          key: 'outcome',
          header: 'Outcome',
          value: ({ outcome, statusCode }) => [describeOutcome(outcome), statusCode].filter((part) => part !== null).join(' '),
        },
        {
          key: 'latency',
          header: 'Latency',
          kind: 'number',
          value: ({ latencyMs }) => latencyMs,
          render: ({ latencyMs }) => (latencyMs === null ? 'not reported' : `${formatCount(latencyMs)} ms`),
        },
        {
          key: 'cost',
          header: 'Cost',
          kind: 'money',
          value: ({ costUsd }) => costUsd,
          render: ({ costUsd, ...attempt }) => <RequestCost amount={costUsd} {...attempt} isBrief />,
        },
      ]}
    />
  )
}

const captureKinds: Readonly<Record<string, string>> = {
  conflict: 'Says something else; the first record counts',
  standing: 'The counts of the request are this record’s',
  aggregate: 'Only sums up what others say: not counted',
}

function Captures({ document: { captures }, captureRecords, zone }: RequestPageData) {
  if (captures.length === 0) return null
  return (
    <>
      <DataTable
        caption="Other records of this call"
        rows={captures.map((capture, index) => ({ ...capture, key: String(index) }))}
        rowKey={({ key }) => key}
        sortable={false}
        csv={false}
        columns={[
          {
            key: 'at',
            header: 'Received',
            value: (row) => row.received_at,
            render: (row) => <Moment at={row.received_at} zone={zone} />,
          },
          { key: 'source', header: 'Source', value: ({ source }) => source ?? 'not known' },
          { key: 'kind', header: 'What it is', value: ({ kind }) => captureKinds[kind] ?? 'A second record of the same call' },
        ]}
      />
      {captures.map(({ source, received_at: at }, index) => {
        const record = captureRecords?.[index]
        return record === undefined ? null : (
          <Section
            key={`${at} ${source}`}
            title={`What ${source ?? 'another source'} said`}
            note={`Received ${formatInstant(at, zone)}`}
          >
            <CodeBlock label={`Record ${index + 2}`} code={record} wrap />
          </Section>
        )
      })}
      {captureRecords === null && (
        <p className={classes.quiet}>Platform admins, finance and auditors can read what these records say.</p>
      )}
    </>
  )
}

function SourceRecordSection({ sourceRecord }: RequestPageData) {
  return (
    <Section title="What the source said" note="As it was sent, without what may not be kept.">
      {sourceRecord.state === 'kept' ? (
        <CodeBlock label="Record" code={sourceRecord.record} wrap />
      ) : (
        <p className={classes.quiet}>
          {sourceRecord.state === 'not_allowed'
            ? 'Platform admins, finance and auditors can read the record as it was sent.'
            : 'The record is no longer kept.'}
        </p>
      )}
    </Section>
  )
}
