'use client'

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { ScatterPoint } from '@/components/charts/scatter'
import { ScatterFrame } from '@/components/charts/scatter-frame'
import { FiguresOf } from '@/components/overview/figures-of'
import type { ModelsReport } from '@/lib/engineering/models/schema'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { parseDecimal } from '@/lib/money/decimal'
import { ReportPanel } from './report-panel'

const title = 'Cost against latency'

const percentiles = [
  { value: 'p50_ms', label: 'p50', text: 'Latency, p50' },
  { value: 'p95_ms', label: 'p95', text: 'Latency, p95' },
] as const

/** What a thousand requests to each model cost, against how long they took, with how many there were. */
export function LatencyPanel({ question }: { question: PeriodParams }) {
  const [percentile, setPercentile] = useState<(typeof percentiles)[number]['value']>('p50_ms')
  const chosen = percentiles.find(({ value }) => value === percentile) ?? percentiles[0]
  return (
    <ReportPanel title={title} question={question} heightPx={440} emptyOf={nothingToDraw}>
      {(report) => (
        <ScatterFrame
          title={title}
          note={<FiguresOf period={report} asOf={report.as_of} zone={report.zone} />}
          points={toPoints(report, chosen.value)}
          x={{ label: `${chosen.text} (${report.latency_error})`, unit: 'milliseconds' }}
          y={{ label: 'Cost of 1,000 requests', unit: 'usd' }}
          sizeLabel="Requests"
          pointLabel="Model"
          groupLabel="Provider"
          actions={
            <SegmentedControl
              size="xs"
              aria-label="Percentile"
              value={chosen.value}
              onChange={(value) => setPercentile(percentiles.find((one) => one.value === value)?.value ?? 'p50_ms')}
              data={percentiles.map(({ value, label }) => ({ value, label }))}
            />
          }
          footnote={footnote(report)}
        />
      )}
    </ReportPanel>
  )
}

const isDrawn = ({ latency, cost_per_thousand_usd }: ModelsReport['models'][number]) =>
  latency !== null && cost_per_thousand_usd !== null && parseDecimal(cost_per_thousand_usd) > 0n

function toPoints({ models }: ModelsReport, percentile: 'p50_ms' | 'p95_ms'): ScatterPoint[] {
  return models.filter(isDrawn).map((row) => ({
    key: `${row.provider}/${row.model}`,
    ...{ label: row.model, group: row.provider, isAtLeast: row.is_at_least, size: String(row.requests) },
    x: row.latency?.[percentile] ?? '0',
    y: row.cost_per_thousand_usd ?? '0',
  }))
}

const nothingToDraw = (report: ModelsReport) =>
  report.models.some(isDrawn)
    ? null
    : { title: 'Nothing to draw.', detail: 'No model in use has both a known latency and a cost: senders state latency_ms.' }

function footnote({ models, latency_error }: ModelsReport): string {
  const scales = `Both axes are logarithmic; percentiles come from counts by bucket and lie within ${latency_error} of the true ones.`
  const missing = models.filter((row) => !isDrawn(row))
  if (missing.length === 0) return scales
  const names = missing.slice(0, 3).map(({ model }) => model)
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : ''
  return `${scales} Not drawn, for want of a latency or a cost: ${names.join(', ')}${more}.`
}
