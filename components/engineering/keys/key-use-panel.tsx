'use client'

import { useQuery } from '@tanstack/react-query'
import { FiguresOf } from '@/components/overview/figures-of'
import { requestsHref } from '@/components/spend/spend-href'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { formatCount } from '@/components/ui/format-count'
import { LoadingState } from '@/components/ui/loading-state'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import { keyUseOptions } from '@/lib/engineering/keys/client'
import type { KeyUseQuestion, KeyUseReport } from '@/lib/engineering/keys/schema'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { engineeringHref } from '../engineering-href'
import { HoursGrid } from './hours-grid'
import { baselineText, hourText, keyName } from './key-words'
import classes from './keys.module.css'
import { UseLists } from './use-lists'

/** What one key is used for, by service and hour, with what is new marked. */
export function KeyUsePanel({ question }: { question: KeyUseQuestion }) {
  const { data: report, error, refetch } = useQuery(keyUseOptions(question))
  const { key, from, to, filters } = question
  return (
    <Section
      title={keyName(key === noneValue ? null : key)}
      note={report && <FiguresOf period={question} asOf={report.as_of} zone={report.zone} />}
      actions={
        <>
          <TextLink href={requestsHref({ from, to, filters: { ...filters, api_key: [key] } })}>Requests</TextLink>
          <TextLink href={engineeringHref('/engineering/keys', question)}>Close</TextLink>
        </>
      }
    >
      {error ? (
        <ErrorState message={error.message} onRetry={() => void refetch()} />
      ) : !report ? (
        <LoadingState label="Loading what the key is used for" lines={6} />
      ) : report.total.requests === 0 ? (
        <EmptyState
          title="No usage with this key in this period."
          detail="With these filters nothing was sent with it for these days."
        />
      ) : (
        <div className={classes.stack}>
          <Summary report={report} />
          <HoursGrid report={report} />
          {report.rest && (
            <p className={classes.remark}>
              {report.rest.count} more services: <Money amount={report.rest.cost_usd} atLeast={report.rest.is_at_least} />
            </p>
          )}
          <UseLists report={report} />
        </div>
      )}
    </Section>
  )
}

function Summary({ report }: { report: KeyUseReport }) {
  const { total, is_new, baseline, hours } = report
  const newHours = hours.filter((hour) => hour.is_new).map(({ hour }) => hourText(hour))
  return (
    <p className={classes.summary}>
      <Money amount={total.cost_usd} atLeast={total.is_at_least} /> for {formatCount(total.requests)} requests.{' '}
      {is_new ? (
        <>
          <StatusBadge tone="active" label="new key" /> It was not used in {baselineText(baseline)}.
        </>
      ) : newHours.length > 0 ? (
        `Used at ${newHours.join(', ')} for the first time: not so in ${baselineText(baseline)}.`
      ) : (
        `No new hour of the day: all were used in ${baselineText(baseline)}.`
      )}
    </p>
  )
}
