import type { ReactNode } from 'react'
import { formatCount } from '@/components/ui/format-count'
import { formatDate, formatInstant, formatOffset } from '@/components/ui/format-date'
import { KeyValue } from '@/components/ui/key-value'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { RequestPageData } from '@/lib/reports/requests/loaders'
import { dimensionLabel } from '@/lib/reports/spend/dimension-names'
import { describeOutcome, explainOwner } from './request-words'
import classes from './requests.module.css'

interface Fact {
  label: string
  value: ReactNode
}

/** A fact that is left out where the source did not say it. */
function factOf(label: string, value: string | number | null | undefined): Fact[] {
  return value === null || value === undefined ? [] : [{ label, value: <span className={classes.id}>{value}</span> }]
}

/** What ran, when, and how it went. */
export function CallFacts({ document, requests, zone, isRetry, traceUrl }: RequestPageData) {
  const { timestamp, model, requested_model: requested, status_code: statusCode, latency_ms: latencyMs } = document
  return (
    <Section title="Call">
      <KeyValue
        entries={[
          { label: 'When', value: `${formatInstant(timestamp, zone)} ${formatOffset(timestamp, zone)}` },
          { label: 'Source', value: document.source ?? 'not known' },
          { label: 'Provider', value: document.provider },
          { label: 'Model served', value: <span className={classes.id}>{model}</span> },
          { label: 'Model requested', value: <span className={classes.id}>{requested ?? 'not reported'}</span> },
          { label: 'Operation', value: document.operation },
          { label: 'Tier', value: document.service_tier },
          { label: 'Region', value: document.region ?? 'not reported' },
          { label: 'Outcome', value: describeOutcome(document.status) },
          { label: 'Status', value: statusCode === null ? 'not reported' : String(statusCode) },
          ...factOf('Error', document.error_type),
          { label: 'Latency', value: latencyMs === null ? 'not reported' : `${formatCount(latencyMs)} ms` },
          { label: 'Attempt', value: describeAttempt(isRetry, document.retry_count) },
          ...(requests !== '1' ? [{ label: 'Stands for', value: `${formatCount(requests)} requests` }] : []),
          ...factOf('Response id', document.response_id),
          {
            label: 'Trace',
            value: <TraceValue traceId={document.trace_id} url={traceUrl} />,
          },
          ...factOf('Span', document.span_id),
          ...factOf('Conversation', document.conversation_id),
          ...factOf('Prompt hash', document.prompt_hash),
        ]}
      />
    </Section>
  )
}

function describeAttempt(isRetry: boolean, retryCount: number | null): string {
  const attempt = isRetry ? 'Retry' : 'First'
  if (retryCount === null || retryCount === 0) return attempt
  return `${attempt}, ${formatCount(retryCount)} ${retryCount === 1 ? 'retry' : 'retries'} reported`
}

function TraceValue({ traceId, url }: { traceId: string | null; url: string | null }) {
  if (traceId === null) return 'not reported'
  return (
    <span className={classes.id}>
      {traceId}
      {url !== null && (
        <>
          {' '}
          <a href={url} target="_blank" rel="noreferrer" className={classes.outside}>
            Open in the trace tool
          </a>
        </>
      )}
    </span>
  )
}

/** Whose it is, and why. */
export function OwnerFacts({ document, owner, day }: RequestPageData) {
  return (
    <Section title="Owner" note={`As of ${formatDate(day)}, the day on which it ran.`}>
      <KeyValue
        entries={[
          { label: 'Owner', value: describeOwner(owner) },
          { label: 'Why', value: explainOwner(owner) },
          { label: 'Holds', value: describeSpan(owner) },
          ...(owner.kind !== 'none'
            ? [
                {
                  label: 'Cost centre then',
                  value: owner.costCenter === null ? 'none' : `${owner.costCenterName} (${owner.costCenter})`,
                },
                {
                  label: 'Business unit then',
                  value: owner.businessUnit === null ? 'none' : `${owner.businessUnitName} (${owner.businessUnit})`,
                },
              ]
            : []),
          { label: dimensionLabel('reported_team'), value: <span className={classes.id}>{document.team_id ?? 'none'}</span> },
          ...factOf('Reported cost centre', document.cost_center),
          ...factOf(dimensionLabel('project'), document.project_id),
          { label: dimensionLabel('service'), value: document.service ?? 'not named' },
          ...factOf(dimensionLabel('feature'), document.feature),
          { label: dimensionLabel('environment'), value: document.environment ?? 'not named' },
          ...factOf(dimensionLabel('route'), document.route),
          ...factOf(dimensionLabel('api_key'), document.api_key_id),
          ...factOf(dimensionLabel('billing_account'), document.billing_account_id),
          ...Object.entries(document.labels).flatMap(([name, value]) => factOf(`Label ${name}`, value)),
          ...factOf('User', document.user_id),
          ...factOf('Tenant', document.tenant_id),
        ]}
      />
    </Section>
  )
}

function describeOwner({ kind, team, teamName, pool, poolName }: RequestPageData['owner']): ReactNode {
  if (kind === 'none') return 'Nobody'
  if (kind === 'pool') {
    return (
      <>
        <TextLink href={`/spend?${new URLSearchParams({ pool: pool ?? '' })}`}>{poolName ?? pool}</TextLink>, a shared pool
      </>
    )
  }
  return <TextLink href={`/spend?${new URLSearchParams({ team: team ?? '' })}`}>{teamName ?? team}</TextLink>
}

/** Days as people read them, both ends included. */
function describeSpan({ since, until }: RequestPageData['owner']): string {
  const from = since === null ? 'From the beginning' : `From ${formatDate(since)}`
  return until === null ? `${from}, to this day` : `${from} until before ${formatDate(until)}`
}
