'use client'

import { Button } from '@mantine/core'
import cells from '@/components/settings/settings.module.css'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ModelPrice } from '@/lib/pricing/queries/get-model'
import { formatSpan, formatWindow } from './format-moment'
import { labelMeter, sortMeters } from './meter-labels'
import { isInForce } from './rate-rows'

interface PricePeriodsProps {
  prices: readonly ModelPrice[]
  sources: Readonly<Record<string, string>>
  at: string
  /** Absent for those who may only read. */
  onCorrect?: (price: ModelPrice) => void
}

/** Every price that any version believed, with the span for which it is charged and the versions that say so. */
export function PricePeriods({ prices, sources, at, onCorrect }: PricePeriodsProps) {
  const columns: Column<ModelPrice>[] = [
    { key: 'span', header: 'In force', value: ({ from, to }) => formatSpan(from, to) },
    { key: 'tier', header: 'Tier', value: ({ tier }) => tier },
    { key: 'window', header: 'Time of day', value: ({ window }) => formatWindow(window) || 'all day' },
    {
      key: 'state',
      header: 'State',
      value: (price) => describeState(price, at).label,
      render: (price) => (
        <span className={cells.cell}>
          <StatusBadge {...describeState(price, at)} />
          {onCorrect && price.isCurrent && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Change the ${price.tier} price ${formatSpan(price.from, price.to)}`}
              onClick={() => onCorrect(price)}
            >
              Change
            </Button>
          )}
        </span>
      ),
    },
    { key: 'rates', header: 'Rates', value: ({ rates }) => describeRates(rates) },
    { key: 'bands', header: 'Context bands', value: ({ bands }) => bands.map(describeBand).join('; ') || 'none' },
    {
      key: 'minimums',
      header: 'Least billed',
      value: ({ minimums }) => describeRates(minimums) || 'none',
    },
    { key: 'versions', header: 'Versions', value: describeVersions },
    {
      key: 'sources',
      header: 'Sources',
      value: (price) => (price.sources ?? []).map((key) => sources[key] ?? key).join('; ') || 'not stated',
      render: (price) => (
        <span title={(price.sources ?? []).map((key) => sources[key] ?? key).join('\n')}>
          {(price.sources ?? []).join(', ') || 'not stated'}
        </span>
      ),
    },
  ]
  return (
    <DataTable
      caption="Price periods"
      columns={columns}
      rows={prices}
      rowKey={({ id }) => String(id)}
      sortable={false}
      csv="price-periods"
    />
  )
}

function describeState(price: ModelPrice, at: string) {
  if (!price.isCurrent) return { label: 'No longer believed', tone: 'off' } as const
  if (isInForce(price, at)) return { label: 'In force', tone: 'active' } as const
  return price.from !== null && price.from > at
    ? ({ label: 'Announced', tone: 'waiting' } as const)
    : ({ label: 'Ended', tone: 'plain' } as const)
}

function describeVersions({ firstVersion, untilVersion }: ModelPrice): string {
  if (untilVersion === null) return `since ${firstVersion}`
  return untilVersion - 1 === firstVersion ? `only ${firstVersion}` : `${firstVersion} to ${untilVersion - 1}`
}

const describeRates = (rates: Readonly<Record<string, string>>) =>
  sortMeters(Object.keys(rates))
    .map((meter) => `${labelMeter(meter)} ${rates[meter]}`)
    .join(', ')

const describeBand = ({ over, inclusive, rates }: ModelPrice['bands'][number]) =>
  `${inclusive ? 'from' : 'above'} ${over.toLocaleString('en-US')}: ${describeRates(rates)}`
