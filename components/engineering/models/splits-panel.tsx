'use client'

import { FiguresOf } from '@/components/overview/figures-of'
import { Cost } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { Section } from '@/components/ui/section'
import type { ModelRow, ModelsReport } from '@/lib/engineering/models/schema'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { formatPercent } from '@/lib/money/format'
import { bandText } from './model-words'
import classes from './models.module.css'
import { ReportPanel } from './report-panel'

/** The same cost by tier, and by the context band of its price. */
export function SplitPanels({ question }: { question: PeriodParams }) {
  return (
    <div className={classes.columns}>
      <ReportPanel title="By tier" question={question} heightPx={160}>
        {(report) => (
          <Split
            title="By tier"
            header="Tier"
            report={report}
            rows={report.total.tiers.map((part) => ({ ...part, name: part.tier }))}
          />
        )}
      </ReportPanel>
      <ReportPanel title="By context band" question={question} heightPx={160}>
        {(report) => (
          <Split
            title="By context band"
            header="Context"
            report={report}
            rows={report.total.bands.map((part) => ({ ...part, name: bandText(part) }))}
          />
        )}
      </ReportPanel>
    </div>
  )
}

type Part = Pick<ModelRow, 'cost_usd' | 'is_at_least' | 'requests'>
type NamedPart = Part & { readonly name: string }

interface SplitProps {
  title: string
  header: string
  report: ModelsReport
  rows: readonly NamedPart[]
}

function Split({ title, header, report, rows }: SplitProps) {
  const { total, from, to } = report
  return (
    <Section title={title} note={<FiguresOf period={report} asOf={report.as_of} zone={report.zone} />} flush>
      <DataTable
        caption={title}
        variant="bare"
        columns={splitColumns(header, total)}
        rows={rows}
        rowKey={({ name }) => name}
        totals={{ cost: <Cost amount={total.cost_usd} atLeast={total.is_at_least} />, requests: formatCount(total.requests) }}
        paging={{ mode: 'client', pageSize: 12 }}
        csv={`cost-${title.toLowerCase().replaceAll(' ', '-')}-${from}-${to}`}
      />
    </Section>
  )
}

const splitColumns = (header: string, total: Part): Column<NamedPart>[] => [
  { key: 'name', header, value: ({ name }) => name },
  {
    key: 'cost',
    header: 'Cost',
    kind: 'money',
    value: ({ cost_usd }) => cost_usd,
    render: (row) => <Cost amount={row.cost_usd} atLeast={row.is_at_least} />,
  },
  {
    key: 'share',
    header: 'Share',
    kind: 'number',
    csv: false,
    value: ({ cost_usd }) => cost_usd,
    render: ({ cost_usd }) => formatPercent(cost_usd, total.cost_usd) ?? '—',
  },
  { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
]
