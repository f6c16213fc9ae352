import { Moment } from '@/components/settings/moment'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import type { RequestRow } from '@/lib/reports/requests/queries'
import { RequestCost } from './request-cost'
import { describeOutcome, explainNobody } from './request-words'
import classes from './requests.module.css'

/** The page of a request. */
export const requestHref = (eventKey: string): string => `/spend/requests/${eventKey}`

/** The columns of the list of requests; times in the reporting zone. */
export function listRequestColumns(zone: string): readonly Column<RequestRow>[] {
  return [
    { key: 'at', header: 'When', value: ({ at }) => at, render: ({ at }) => <Moment at={at} zone={zone} /> },
    {
      key: 'model',
      header: 'Model',
      value: ({ model }) => model,
      render: ({ model, provider }) => (
        <>
          {model}
          <span className={classes.below}>{provider}</span>
        </>
      ),
    },
    {
      key: 'cost',
      header: 'Cost',
      kind: 'money',
      value: ({ costUsd }) => costUsd,
      render: ({ costUsd, ...row }) => <RequestCost amount={costUsd} {...row} isBrief />,
    },
    {
      key: 'team',
      header: 'Owner',
      value: ({ team, pool }) => team ?? pool ?? 'nobody',
      render: ({ team, pool, ownerName, unownedReason }) =>
        team === null && pool === null ? (
          <>
            Nobody
            <span className={classes.below}>{explainNobody(unownedReason)}</span>
          </>
        ) : (
          <>
            {ownerName}
            {pool !== null && <span className={classes.below}>shared pool</span>}
          </>
        ),
    },
    { key: 'service', header: 'Service', value: ({ service }) => service ?? 'not named' },
    { key: 'environment', header: 'Environment', value: ({ environment }) => environment ?? 'not named' },
    {
      key: 'outcome',
      header: 'Outcome',
      value: ({ outcome, statusCode }) => [describeOutcome(outcome), statusCode].filter((part) => part !== null).join(' '),
    },
    { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
    { key: 'input', header: 'Input tokens', kind: 'count', value: ({ inputTokens }) => inputTokens, ...notReported },
    { key: 'output', header: 'Output tokens', kind: 'count', value: ({ outputTokens }) => outputTokens, ...notReported },
    {
      key: 'latency',
      header: 'Latency',
      kind: 'number',
      value: ({ latencyMs }) => latencyMs,
      render: ({ latencyMs }) => (latencyMs === null ? undefined : `${formatCount(latencyMs)} ms`),
      ...notReported,
    },
    {
      key: 'id',
      header: 'Request id',
      value: ({ requestId }) => requestId ?? 'none',
      render: ({ requestId }) => <span className={classes.id}>{requestId ?? 'none'}</span>,
    },
  ]
}

const notReported = { unknownReason: 'The source did not report it' } as const
