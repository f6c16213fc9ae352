import type { ReactNode } from 'react'
import { labelMeter } from '@/components/pricing/meter-labels'
import { modelHref } from '@/components/pricing/places'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { KeyValue } from '@/components/ui/key-value'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { formatUsd } from '@/lib/money/format'
import type { CostLine } from '@/lib/reports/requests/cost-lines'
import type { RequestPageData } from '@/lib/reports/requests/loaders'
import { RequestCost } from './request-cost'
import { explainNoCharge, explainNoCost } from './request-words'
import classes from './requests.module.css'

/** What each class of usage came to, line by line, and what that is beside list prices and the source's own figure. */
export function RequestPrice(request: RequestPageData) {
  const { document, lines, rateSetId, isPartlyPriced } = request
  const cost = (
    <RequestCost
      amount={document.cost_usd}
      rateSetId={rateSetId}
      outcome={document.status}
      isAtLeast={isPartlyPriced}
      digits="exact"
    />
  )
  return (
    <Section title="Usage and cost" note={describePrice(request)} flush>
      <DataTable
        caption="Usage by class"
        variant="bare"
        columns={listColumns(request)}
        rows={lines}
        rowKey={({ meter }) => meter}
        sortable={false}
        csv={false}
        totals={{ meter: 'Contract cost', cost }}
        empty={{ title: 'No usage was reported.', detail: explainEmpty(request) }}
      />
      <div className={classes.sums}>
        <KeyValue entries={listSums(request, cost)} />
      </div>
    </Section>
  )
}

function describePrice({ document, rateSetId }: RequestPageData) {
  const { price_version: version, provider, model } = document
  if (version === null) return rateSetId === -4 ? explainNoCharge(document.status) : explainNoCost(rateSetId).reason
  return (
    <>
      At the rates in force when it ran: <TextLink href={`/pricing/versions/${version}`}>price version {version}</TextLink>,{' '}
      <TextLink href={modelHref(provider, model)}>{model}</TextLink>.
    </>
  )
}

function listColumns({ document }: RequestPageData): readonly Column<CostLine>[] {
  const noRate = document.status === 'cache_hit' ? 'not charged' : 'no rate'
  return [
    { key: 'meter', header: 'Class', value: ({ meter }) => labelMeter(meter) },
    {
      key: 'quantity',
      header: 'Quantity',
      kind: 'count',
      value: ({ counted }) => counted,
    },
    {
      key: 'charged',
      header: 'Charged',
      kind: 'number',
      value: ({ charged }) => charged,
      render: ({ charged, counted }) =>
        charged === null ? noRate : charged === counted ? formatQuantity(charged) : `${formatQuantity(charged)} (minimum)`,
    },
    {
      key: 'rate',
      header: 'Rate',
      kind: 'number',
      value: ({ rate }) => rate,
      render: ({ rate, listRate, per }) =>
        rate === null ? (
          noRate
        ) : (
          <>
            {formatUsd(rate, { digits: 'exact' })} per {formatQuantity(per ?? '1')}
            {listRate !== null && listRate !== rate && (
              <span className={classes.below}>list {formatUsd(listRate, { digits: 'exact' })}</span>
            )}
          </>
        ),
    },
    {
      key: 'cost',
      header: 'Cost',
      kind: 'money',
      value: ({ costUsd }) => costUsd,
      render: ({ costUsd }) => (costUsd === null ? noRate : <Money amount={costUsd} digits="exact" />),
    },
  ]
}

/** Thousands separated; a quantity of seconds may have a fraction. */
function formatQuantity(quantity: string): string {
  const [whole = '0', fraction] = quantity.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

function listSums({ document, savingUsd, differenceUsd }: RequestPageData, cost: ReactNode) {
  const { list_cost_usd: list, reported_cost_usd: reported, avoided_cost_usd: avoided } = document
  const exact = (amount: string | null, reason?: string) => <Money amount={amount} digits="exact" reason={reason} />
  return [
    { label: 'Contract cost', value: cost },
    { label: 'List cost', value: exact(list, 'Without a price there is no list cost either') },
    ...(savingUsd === null ? [] : [{ label: 'List less contract', value: <Money amount={savingUsd} digits="exact" sign /> }]),
    ...(document.status === 'cache_hit'
      ? [{ label: 'Avoided by the gateway’s cache', value: exact(avoided, 'Nobody knows what the call would have cost') }]
      : []),
    { label: 'Reported by the source', value: reported === null ? 'not reported' : exact(reported) },
    ...(differenceUsd === null
      ? []
      : [{ label: 'Reported less computed', value: <Money amount={differenceUsd} digits="exact" sign /> }]),
  ]
}

function explainEmpty({ document, rateSetId }: RequestPageData): string {
  return rateSetId === -4 ? explainNoCharge(document.status) : explainNoCost(rateSetId).reason
}
