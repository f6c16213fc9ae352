'use client'

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { EmptyState } from '@/components/ui/empty-state'
import { formatPeriod } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import type { DriversView, DriverView } from '@/lib/budgets/driver-queries'
import type { DriverDimension } from '@/lib/budgets/drivers'
import classes from './budgets.module.css'

const dimensionWords: Readonly<Record<DriverDimension, string>> = {
  feature: 'Feature',
  model: 'Model',
  environment: 'Environment',
}

const isDimension = (text: string): text is DriverDimension => Object.hasOwn(dimensionWords, text)

/** What moved against the period before, by feature, model or environment, and by what it moved. */
export function DriversPanel({ drivers }: { drivers: DriversView | null }) {
  const [dimension, setDimension] = useState<DriverDimension>('feature')
  if (drivers === null || (drivers.total.nowUsd === '0' && drivers.total.beforeUsd === '0')) {
    return (
      <Section title="What moved">
        <EmptyState
          title="Nothing to compare yet."
          detail="Once a day of the period is over, it is compared with the same days of the period before."
        />
      </Section>
    )
  }
  const { total, dimensions } = drivers
  const money = (key: string, header: string, pick: (driver: DriverView) => string): Column<DriverView> => ({
    key,
    header,
    kind: 'money',
    value: pick,
    render: (driver) => <Money amount={pick(driver)} sign />,
  })
  const columns: Column<DriverView>[] = [
    { key: 'value', header: dimensionWords[dimension], value: ({ value }) => nameDriver(value) },
    { key: 'now_usd', header: 'Now', kind: 'money', value: ({ nowUsd }) => nowUsd },
    {
      key: 'change_usd',
      header: 'Change',
      kind: 'money',
      value: ({ changeUsd }) => changeUsd,
      render: ({ nowUsd, beforeUsd }) => <Delta current={nowUsd} base={beforeUsd} show="amount" against="the period before" />,
    },
    money('traffic_usd', 'Traffic', ({ trafficUsd }) => trafficUsd),
    money('length_usd', 'Longer prompts', ({ lengthUsd }) => lengthUsd),
    money('retries_usd', 'Retries', ({ retriesUsd }) => retriesUsd),
    money('price_usd', 'Price', ({ priceUsd }) => priceUsd),
  ]
  const sum = (amount: string) => <Money amount={amount} sign />
  return (
    <Section
      title="What moved"
      flush
      note={`${formatPeriod(drivers.period)} against ${formatPeriod(drivers.previousPeriod)}; the parts add up to the change`}
      actions={
        <SegmentedControl
          size="xs"
          aria-label="What moved, by"
          value={dimension}
          onChange={(value) => isDimension(value) && setDimension(value)}
          data={Object.entries(dimensionWords).map(([value, label]) => ({ value, label }))}
        />
      }
    >
      <DataTable
        caption="What moved"
        variant="bare"
        columns={columns}
        rows={dimensions[dimension]}
        rowKey={({ value }) => value ?? '~none'}
        sortable={false}
        csv={`drivers-${dimension}`}
        totals={{
          value: 'Total',
          now_usd: <Money amount={total.nowUsd} atLeast={drivers.isAtLeast} />,
          change_usd: sum(total.changeUsd),
          traffic_usd: sum(total.trafficUsd),
          length_usd: sum(total.lengthUsd),
          retries_usd: sum(total.retriesUsd),
          price_usd: sum(total.priceUsd),
        }}
      />
      <p className={classes.note}>
        Traffic is more or fewer calls at what they cost before; longer prompts, tokens a call; price, what a token costs: rates,
        tiers and what caches answer.{drivers.isAtLeast && ' Some requests have no known cost and are in none of it.'}
      </p>
    </Section>
  )
}

function nameDriver(value: string | null): string {
  if (value === null) return 'None stated'
  return value === '~other drivers' ? 'All others' : value
}
