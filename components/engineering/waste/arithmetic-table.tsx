'use client'

import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import type { WasteKind, WasteTerm } from '@/lib/engineering/waste/schema'
import { formatUsd } from '@/lib/money/format'
import { WasteCost } from './waste-cost'

type Line = Pick<WasteTerm, 'what' | 'amount_usd'> & { readonly reckoning: string }

const columns: readonly Column<Line>[] = [
  { key: 'what', header: 'What', value: ({ what }) => what },
  { key: 'reckoning', header: 'Reckoning', value: ({ reckoning }) => reckoning },
  {
    key: 'amount',
    header: 'Amount',
    kind: 'money',
    value: ({ amount_usd }) => amount_usd,
    render: ({ amount_usd }) => <Money amount={amount_usd} />,
  },
]

/** How a kind's dollars are reckoned, line by line; the lines sum to its cost. */
export function ArithmeticTable({ kind, title }: { kind: WasteKind; title: string }) {
  const { terms, term_count: count, terms_rest_usd: rest } = kind
  const lines: Line[] = terms.map((term) => ({ ...term, reckoning: describeTerm(term) }))
  if (count > terms.length) {
    const others = count - terms.length
    lines.push({ what: `${formatCount(others)} more`, reckoning: 'smaller ones of the same form', amount_usd: rest })
  }
  return (
    <DataTable
      caption={`${title}: arithmetic`}
      variant="bare"
      density="compact"
      columns={columns}
      rows={lines}
      rowKey={({ what, reckoning }) => `${what} ${reckoning}`}
      sortable={false}
      paging={{ mode: 'client', pageSize: lines.length }}
      csv={false}
      totals={{ amount: <WasteCost figures={kind} /> }}
    />
  )
}

/** `12,400 tokens × ($3.75 − $3.00) ÷ 1,000,000`. */
export function describeTerm(term: WasteTerm): string {
  const quantity = `${formatCount(term.quantity)} ${term.quantity === '1' ? term.unit.replace(/s$/, '') : term.unit}`
  if (term.of_quantity !== null && term.of_cost_usd !== null) {
    return `${quantity} of ${formatCount(term.of_quantity)}, which cost ${formatUsd(term.of_cost_usd)}`
  }
  if (term.rate_usd === null || term.per === null) return term.quantity === '0' ? 'as billed' : quantity
  const rate = formatUsd(term.rate_usd, { digits: 'exact' })
  const factor = term.less_rate_usd === null ? rate : `(${rate} − ${formatUsd(term.less_rate_usd, { digits: 'exact' })})`
  return `${quantity} × ${factor} ÷ ${formatCount(term.per)}`
}
