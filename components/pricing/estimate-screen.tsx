'use client'

import { Button } from '@mantine/core'
import { useClipboard, useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconLink } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { Delta } from '@/components/ui/delta'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Money } from '@/components/ui/money'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { quoteOptions } from '@/lib/pricing/client'
import { type Estimate, listQuotes, readEstimates, readWorkload, type Workload } from '@/lib/pricing/estimate-workload'
import type { EstimatePageData } from '@/lib/pricing/loaders'
import { secondWorkloadParams, workloadKeys, workloadParams } from '@/lib/pricing/search-params'
import { OldBookWarning } from './book-age'
import { EstimateResult } from './estimate-result'
import classes from './pricing.module.css'
import { WorkloadForm } from './workload-form'

/** How long a pause in typing is before it is asked what it costs. */
const quietMs = 250

/** Two workloads side by side and what lies between them; the address holds both, so that it can be sent. */
export function EstimateScreen({ providers, age }: Pick<EstimatePageData, 'providers' | 'age'>) {
  const [first, setFirst] = useQueryStates(workloadParams, { urlKeys: workloadKeys.a })
  const [second, setSecond] = useQueryStates(secondWorkloadParams, { urlKeys: workloadKeys.b })
  const typed = useMemo(() => [first, second], [first, second])
  const reads = useMemo(() => typed.map(readWorkload), [typed])
  // What is asked for lags behind what is typed; both are kept together so that answers meet their questions.
  const [settled] = useDebouncedValue(typed, quietMs)
  const asked = useMemo(() => settled.map(readWorkload), [settled])
  const query = useQuery({ ...quoteOptions(listQuotes(asked)), placeholderData: keepPreviousData })
  const isSettled = settled === typed && !query.isPlaceholderData
  const estimates = query.data && !query.isPlaceholderData ? readEstimates(settled, asked, query.data) : null
  const sides = [
    { key: 'a', title: 'First workload', value: first, onChange: (change: Partial<Workload>) => void setFirst(change) },
    { key: 'b', title: 'Second workload', value: second, onChange: (change: Partial<Workload>) => void setSecond(change) },
  ] as const
  return (
    <>
      <PageHeader
        title="Estimate"
        description="What two workloads cost, to the last digit, at the rates of their time. Write counts as 1.2B, 180M or 1,200,000."
        actions={<CopyLink />}
      />
      <div className={classes.stack}>
        <OldBookWarning age={age} />
        <Section title="Difference">
          <Comparison first={estimates?.[0] ?? null} second={estimates?.[1] ?? null} />
        </Section>
        <div className={classes.pair} aria-busy={!isSettled}>
          {sides.map(({ key, title, value, onChange }, index) => {
            const read = reads[index]
            const estimate = estimates?.[index] ?? null
            return (
              <Section key={key} title={title}>
                <WorkloadForm
                  id={key}
                  providers={providers}
                  value={value}
                  faults={read && !read.ok ? read.faults : {}}
                  onChange={onChange}
                />
                {estimate ? (
                  <EstimateResult name={title} estimate={estimate} />
                ) : read && !read.ok ? (
                  <p className={classes.answer}>There is no estimate until every field can be read.</p>
                ) : query.isError ? (
                  <ErrorState message={query.error.message} onRetry={() => void query.refetch()} />
                ) : (
                  <div className={classes.answer}>
                    <LoadingState label="Pricing" lines={4} />
                  </div>
                )}
              </Section>
            )
          })}
        </div>
      </div>
    </>
  )
}

/** Puts the address, which holds both workloads, on the clipboard. */
function CopyLink() {
  const { copied, copy } = useClipboard({ timeout: 2000 })
  const Icon = copied ? IconCheck : IconLink
  return (
    <Button
      variant="default"
      leftSection={<Icon size={15} stroke={1.75} aria-hidden />}
      onClick={() => copy(window.location.href)}
    >
      <span aria-live="polite">{copied ? 'Copied' : 'Copy link'}</span>
    </Button>
  )
}

/** The second against the first, in dollars and percent; nothing is made up where either is unknown. */
function Comparison({ first, second }: { first: Estimate | null; second: Estimate | null }) {
  if (!first?.cost || !second?.cost) {
    return <p className={classes.quiet}>It is shown once both workloads have a price.</p>
  }
  const difference = formatDecimal(parseDecimal(second.cost) - parseDecimal(first.cost))
  const isBound = first.answer.unpriced.length > 0 || second.answer.unpriced.length > 0
  return (
    <div className={classes.comparison} aria-live="polite">
      <p>
        <Money amount={first.cost} /> for the first, <Money amount={second.cost} /> for the second.
        {isBound && ' A part of them has no known rate, so this compares only what is priced.'}
      </p>
      <p className={classes.difference}>
        <Money amount={difference} sign />
        <Delta current={second.cost} base={first.cost} against="the first workload" />
      </p>
    </div>
  )
}
