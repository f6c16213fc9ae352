'use client'

import { Title } from '@mantine/core'
import { ChartFrame } from '@/components/charts/chart-frame'
import classes from './design.module.css'
import { sampleAsOf, sampleLatency, samplePeriod, sampleSpend, sampleSpendWithUnknown, sampleZone } from './sample-data'

const covers = { period: samplePeriod, asOf: sampleAsOf, zone: sampleZone }
const nothing = { series: [], points: [] }

/** Charts of every kind and state. */
export function DesignCharts() {
  return (
    <section className={classes.group} aria-labelledby="design-charts">
      <Title order={2} id="design-charts">
        Charts
      </Title>
      <div className={classes.stack}>
        <ChartFrame {...covers} title="Daily spend by provider" kind="area" unit="usd" data={sampleSpend(4)} />
        <div className={classes.pair}>
          <ChartFrame
            {...covers}
            title="Nine providers: six and Other"
            kind="bar"
            unit="usd"
            data={sampleSpend(9)}
            reference={{ label: 'Daily budget', value: '2500' }}
          />
          <ChartFrame {...covers} title="Latency" kind="line" unit="milliseconds" data={sampleLatency()} />
          <ChartFrame {...covers} title="Spend with unknown days" kind="area" unit="usd" data={sampleSpendWithUnknown()} />
          <ChartFrame {...covers} title="No spend" kind="area" unit="usd" data={nothing} />
          <ChartFrame {...covers} title="Still loading" kind="area" unit="usd" data={nothing} loading />
          <ChartFrame
            {...covers}
            title="Failed"
            kind="area"
            unit="usd"
            data={nothing}
            error={{ message: 'The report could not be read', requestId: 'req_01jc7w', onRetry: () => undefined }}
          />
        </div>
      </div>
    </section>
  )
}
