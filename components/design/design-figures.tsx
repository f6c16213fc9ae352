'use client'

import { Title } from '@mantine/core'
import { Sparkline } from '@/components/charts/sparkline'
import { AsOf } from '@/components/ui/as-of'
import { Delta } from '@/components/ui/delta'
import { KeyValue } from '@/components/ui/key-value'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { StatCard } from '@/components/ui/stat-card'
import { StatusBadge } from '@/components/ui/status-badge'
import classes from './design.module.css'
import { sampleAsOf, samplePeriod, sampleZone, veryLongName } from './sample-data'

const covers = { period: samplePeriod, asOf: sampleAsOf, zone: sampleZone }

/** Cards, money, changes and badges in every state. */
export function DesignFigures() {
  return (
    <section className={classes.group} aria-labelledby="design-figures">
      <Title order={2} id="design-figures">
        Figures
      </Title>
      <div className={classes.stack}>
        <div className={classes.grid}>
          <StatCard
            {...covers}
            label="Spend this month"
            value={<Money amount="48392.17" />}
            delta={<Delta current="48392.17" base="43053.53" against="last month" />}
            href="/spend"
          />
          <StatCard
            {...covers}
            label="Unattributed"
            value={<Money amount="1204.55" atLeast reason="31 requests have no price yet" />}
            delta={<Delta current="1204.55" base="1745.72" against="last month" />}
            note="31 requests unpriced"
          />
          <StatCard
            {...covers}
            label="Cost per 1K requests"
            value={<Money amount={null} reason="No price for model fine-tune-7" />}
          />
          <StatCard
            {...covers}
            label="Credits"
            value={<Money amount="-310.4" />}
            delta={<Delta current="-310.4" base={null} against="last month" />}
          />
          <StatCard {...covers} label="Loading" value={null} loading />
          <StatCard
            {...covers}
            label="Failed"
            value={null}
            error={{ message: 'Not loaded', requestId: 'req_7', onRetry: () => undefined }}
          />
          <StatCard {...covers} label={veryLongName} value={<Money amount="123456789012.34" />} />
        </div>
        <div className={classes.pair}>
          <Section title="Money" order={3}>
            <KeyValue
              entries={[
                { label: 'Exact cents', value: <Money amount="18420.37" /> },
                { label: 'Below a cent', value: <Money amount="0.000474" /> },
                { label: 'Every digit', value: <Money amount="0.000474125" digits="exact" /> },
                { label: 'Compact', value: <Money amount="1234567.89" digits="compact" /> },
                { label: 'Negative', value: <Money amount="-41.5" /> },
                { label: 'Difference', value: <Money amount="12.5" sign /> },
                { label: 'At least', value: <Money amount="1204.55" atLeast reason="31 requests have no price yet" /> },
                { label: 'Unknown', value: <Money amount={null} /> },
                {
                  label: 'Trend',
                  value: <Sparkline values={['3', '4.5', null, '4', '6', '7.25']} label="Rising, one day unknown" />,
                },
                { label: 'As of', value: <AsOf at={sampleAsOf} zone={sampleZone} label="" /> },
              ]}
            />
          </Section>
          <Section title="Change and status" order={3}>
            <KeyValue
              entries={[
                { label: 'Cost up', value: <Delta current="112.4" base="100" against="last month" showAgainst /> },
                { label: 'Cost down', value: <Delta current="69" base="100" against="last month" showAgainst /> },
                { label: 'In dollars', value: <Delta current="69" base="100" show="amount" /> },
                { label: 'Neutral', value: <Delta current="182340" base="150000" mode="neutral" /> },
                { label: 'No base', value: <Delta current="5" base={null} /> },
                { label: 'Unchanged', value: <Delta current="5" base="5" /> },
                { label: 'Base was a credit', value: <Delta current="5" base="-20" /> },
                { label: 'Unknown', value: <Delta current={null} base="5" /> },
              ]}
            />
            <div className={classes.row} style={{ marginTop: 16 }}>
              <StatusBadge label="claude-sonnet-5" />
              <StatusBadge label="Active" tone="active" />
              <StatusBadge label="Done" tone="done" />
              <StatusBadge label="Waiting" tone="waiting" />
              <StatusBadge label="Over budget" tone="attention" />
              <StatusBadge label="Closed" tone="locked" />
              <StatusBadge label="Revoked" tone="off" />
              <StatusBadge label={veryLongName} />
            </div>
          </Section>
        </div>
      </div>
    </section>
  )
}
