import { ChartFrame } from '@/components/charts/chart-frame'
import { formatMonth } from '@/components/overview/format-month'
import type { PoolsPageData } from '@/lib/attribution/pools/loaders'
import { addMonths } from '@/lib/time/calendar'

/** What the pools cost, month by month. */
export function CostChart({ data: { pools, costs, months, asOf, zone } }: { data: PoolsPageData }) {
  const [first] = months
  const last = months.at(-1)
  if (first === undefined || last === undefined) return null
  const used = pools.filter(({ slug }) => costs.some(({ pool }) => pool === slug))
  const points = months.map((month) => {
    const ofMonth = costs.filter((cost) => cost.month === month)
    return {
      at: formatMonth(month),
      values: Object.fromEntries(ofMonth.map(({ pool, cost }) => [pool, cost])),
      atLeast: ofMonth.filter(({ isAtLeast }) => isAtLeast).map(({ pool }) => pool),
    }
  })
  return (
    <ChartFrame
      title="Cost by month"
      kind="bar"
      unit="usd"
      axisLabel="Month"
      data={{ series: used.map(({ slug, name }) => ({ key: slug, label: name })), points }}
      period={{ from: `${first}-01`, to: addMonths(`${last}-01`, 1) }}
      asOf={asOf}
      zone={zone}
      heightPx={200}
      empty={{
        title: 'No pool cost anything in these months.',
        detail: 'Spend comes into a pool by a rule that gives it to it.',
      }}
    />
  )
}
