import type { Column } from '@/components/ui/data-table-columns'
import { StatusBadge } from '@/components/ui/status-badge'
import { formatUsd } from '@/lib/money/format'
import type { DatedModelRow } from '@/lib/pricing/screen-queries'
import { formatMoment } from './format-moment'
import { sortMeters } from './meter-labels'
import classes from './pricing.module.css'

/** What the list of models shows of each: standard rates in force now at their base band, every digit. */
export const modelColumns: readonly Column<DatedModelRow>[] = [
  { key: 'model', header: 'Model', value: ({ model }) => model },
  { key: 'provider', header: 'Provider', value: ({ provider }) => provider },
  rateColumn('input', 'Input / 1M'),
  rateColumn('cached_input', 'Cached / 1M'),
  rateColumn('output', 'Output / 1M'),
  { key: 'tiers', header: 'Tiers', kind: 'count', value: ({ tiers }) => tiers },
  {
    key: 'bands',
    header: 'Context bands',
    kind: 'number',
    value: ({ bands }) => bands,
    render: ({ bands }) => (bands === 0 ? <Nothing words="none" /> : `+${bands}`),
  },
  {
    key: 'notes',
    header: 'Terms',
    value: ({ hasContract, hasDailyWindow }) =>
      [hasContract && 'contract', hasDailyWindow && 'by time of day'].filter(Boolean).join(', '),
    render: ({ hasContract, hasDailyWindow }) =>
      hasContract || hasDailyWindow ? (
        <>
          {hasContract && <StatusBadge label="Contract" tone="active" />}{' '}
          {hasDailyWindow && <StatusBadge label="By time of day" tone="waiting" />}
        </>
      ) : (
        <Nothing words="none" />
      ),
  },
  {
    key: 'since',
    header: 'In force since',
    value: ({ since }) => since ?? '',
    render: ({ since, rates }) =>
      since === null ? <Nothing words={hasRates(rates) ? 'always' : 'none'} isSaid /> : formatMoment(since),
  },
]

function rateColumn(meter: string, header: string): Column<DatedModelRow> {
  return {
    key: meter,
    header,
    kind: 'number',
    value: ({ rates }) => rates[meter] ?? null,
    render: ({ rates }) => {
      const rate = rates[meter]
      if (rate !== undefined) return formatUsd(rate, { digits: 'exact' })
      return <Nothing words={describeMissing(meter, rates)} isSaid={meter === 'input'} />
    },
  }
}

const hasRates = (rates: Readonly<Record<string, string>>) => Object.keys(rates).length > 0

/** No rate of its own is not free: it costs what it falls back on, or nothing is known. */
function describeMissing(meter: string, rates: Readonly<Record<string, string>>): string {
  if (!hasRates(rates)) return 'no standard price'
  if (meter === 'cached_input' && rates.input !== undefined) return 'as input'
  return sortMeters(Object.keys(rates)).every((name) => name !== 'input' && name !== 'output') ? 'by other units' : 'no rate'
}

function Nothing({ words, isSaid = false }: { words: string; isSaid?: boolean }) {
  return isSaid || words !== 'none' ? <span className={classes.small}>{words}</span> : <span title={words}>—</span>
}
