'use client'

import { useQuery } from '@tanstack/react-query'
import { spendHref } from '@/components/spend/spend-href'
import { LoadingState } from '@/components/ui/loading-state'
import { Money } from '@/components/ui/money'
import { StatCard } from '@/components/ui/stat-card'
import { featuresOptions } from '@/lib/engineering/features/client'
import type { FeaturesQuestion } from '@/lib/engineering/features/schema'
import { formatUsd } from '@/lib/money/format'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { manyOf } from './feature-words'
import classes from './features.module.css'

/** As tall as a card, so that nothing moves when they arrive. */
const cardHeightPx = 126

/** How many there are, how few make 80 %, what is new, and what names none. A failure is told by the panels beneath. */
export function FeatureCards({ question }: { question: FeaturesQuestion }) {
  const { data: report, error } = useQuery(featuresOptions(question))
  if (!report) return error ? null : <LoadingState label="Loading figures" heightPx={cardHeightPx} />
  const { by, from, to, zone, as_of: asOf, ranked, rows } = report
  const none = rows.find(({ kind }) => kind === 'none')
  const frame = { period: { from, to }, zone, asOf }
  const many = manyOf[by]
  const vital = ranked.vital_count === 0 ? '—' : `${ranked.vital_count} of ${ranked.count}`
  return (
    <div className={classes.cards}>
      <StatCard {...frame} label={`${many.charAt(0).toUpperCase()}${many.slice(1)} in use`} value={ranked.count} />
      <StatCard {...frame} label="Make 80% of their cost" value={vital} />
      <StatCard
        {...frame}
        label="New this period"
        value={ranked.new_count}
        note={ranked.new_count > 0 ? `${formatUsd(ranked.new_cost_usd)} so far` : undefined}
      />
      <StatCard
        {...frame}
        label={`Without a ${by}`}
        value={<Money amount={none?.cost_usd ?? '0'} atLeast={none?.is_at_least} />}
        href={spendHref({ period: { from, to }, groupBy: ['team'], filters: { ...question.filters, [by]: [noneValue] } })}
      />
    </div>
  )
}
