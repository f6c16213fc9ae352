'use client'

import { useQuery } from '@tanstack/react-query'
import { spendHref } from '@/components/spend/spend-href'
import { Delta } from '@/components/ui/delta'
import { formatPeriod } from '@/components/ui/format-date'
import { LoadingState } from '@/components/ui/loading-state'
import { Money } from '@/components/ui/money'
import { StatCard } from '@/components/ui/stat-card'
import { exploreOptions } from '@/lib/engineering/explore/client'
import type { ExploreMeasure } from '@/lib/engineering/explore/measures'
import type { ExploreParams } from '@/lib/engineering/explore/schema'
import { featuresOptions } from '@/lib/engineering/features/client'
import type { FeaturesQuestion } from '@/lib/engineering/features/schema'
import { figureCell } from '../explore/figure-text'
import classes from './teams.module.css'

/** As tall as a card, so that nothing moves when they arrive. */
const cardHeightPx = 126

const ratios: readonly { measure: ExploreMeasure; label: string }[] = [
  { measure: 'cost_per_1000_requests', label: 'Cost per 1,000 requests' },
  { measure: 'cache_hit_rate', label: 'Cache hit rate' },
  { measure: 'error_rate', label: 'Error rate' },
  { measure: 'retry_share', label: 'Retry share' },
  { measure: 'latency_p95', label: 'p95 latency, ±9%' },
]

/** What the team spends and how its calls go. A failure is told by the panels beneath. */
export function TeamCards({ explore, features }: { explore: ExploreParams; features: FeaturesQuestion }) {
  const { data: report, error } = useQuery(exploreOptions(explore))
  const { data: before } = useQuery(featuresOptions(features))
  if (!report) return error ? null : <LoadingState label="Loading figures" heightPx={cardHeightPx} />
  const { from, to, zone, as_of: asOf, total } = report
  const frame = { period: { from, to }, zone, asOf }
  return (
    <div className={classes.cards}>
      <StatCard
        {...frame}
        label="Spend"
        value={<Money amount={total.measures.cost ?? '0'} atLeast={total.at_least.includes('cost')} />}
        delta={
          before && (
            <Delta
              current={before.total.cost_usd}
              base={before.total.previous_cost_usd}
              against={formatPeriod(before.previous)}
            />
          )
        }
        href={spendHref({ period: { from, to }, groupBy: ['service', 'model'], filters: explore.filters })}
      />
      {ratios.map(({ measure, label }) => (
        <StatCard key={measure} {...frame} label={label} value={figureCell(total, measure)} />
      ))}
    </div>
  )
}
