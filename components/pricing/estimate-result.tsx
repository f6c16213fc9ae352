import { IconAlertTriangle } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { formatUsd } from '@/lib/money/format'
import { describeBand, type Estimate, multiply } from '@/lib/pricing/estimate-workload'
import type { QuoteAnswer } from '@/lib/pricing/schema'
import { labelMeter } from './meter-labels'
import { modelHref } from './places'
import classes from './pricing.module.css'

/** What one workload costs, how it was priced in plain words, and the lines that it is the sum of; or why it has no price. */
export function EstimateResult({ name, estimate }: { name: string; estimate: Estimate }) {
  const { answer, cost, listCost, basis, remark, times } = estimate
  if (cost === null) return <NoPrice answer={answer} />
  const isPart = answer.unpriced.length > 0
  const unpriced = answer.unpriced.map((meter) => labelMeter(meter).toLowerCase()).join(', ')
  return (
    <div className={classes.answer}>
      <p className={classes.total}>
        <Money amount={cost} atLeast={isPart} reason={isPart ? `No rate is known for ${unpriced}` : undefined} />
      </p>
      <p className={classes.basis}>{basis}</p>
      <AsOneRequest estimate={estimate} />
      {remark && <Warning>{remark}</Warning>}
      {isPart && <Warning>The book has no rate for {unpriced}: their cost is unknown and not in this figure.</Warning>}
      {listCost !== null && listCost !== cost && (
        <p className={classes.basis}>
          At contract rates; the list price would be <Money amount={listCost} />.
        </p>
      )}
      <Lines name={name} answer={answer} times={times} />
      <Provenance answer={answer} />
    </div>
  )
}

/** What the same counts would cost as a single request, where a context band makes that another figure. */
function AsOneRequest({ estimate: { asOneRequest, cost } }: { estimate: Estimate }) {
  const band = asOneRequest?.matched?.band
  if (!asOneRequest?.cost_usd || !band || asOneRequest.cost_usd === cost) return null
  return (
    <p className={classes.quiet}>
      As one request {describeBand(band)} input tokens it would be <Money amount={asOneRequest.cost_usd} />, at long-context
      rates.
    </p>
  )
}

function Lines({ name, answer, times }: { name: string; answer: QuoteAnswer; times: bigint }) {
  if (answer.lines.length === 0) return <p className={classes.quiet}>Nothing was counted, so there is nothing to pay.</p>
  const isRepeated = times > 1n
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.linesScroll} aria-label={`Lines of the ${name.toLowerCase()}, scrollable`} tabIndex={0}>
      <table className={classes.lines}>
        <caption>Quantity × rate = cost</caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Quantity{isRepeated && ' each'}</th>
            <th scope="col">Rate</th>
            {isRepeated && <th scope="col">Requests</th>}
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {answer.lines.map((line) => (
            <tr key={line.meter}>
              <th scope="row">{labelMeter(line.meter)}</th>
              <td>{formatCount(line.quantity)}</td>
              <td>
                × {formatUsd(line.rate, { digits: 'exact' })} / {formatPer(line.per)}
              </td>
              {isRepeated && <td>× {formatCount(times)}</td>}
              <td>
                <Money amount={multiply(line.cost_usd, times)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** 1,000,000 is `1M`, as prices are quoted. */
function formatPer(per: string): string {
  if (per === '1000000') return '1M'
  return per === '1000' ? '1K' : formatCount(per)
}

function Provenance({ answer: { matched, price_version } }: { answer: QuoteAnswer }) {
  if (!matched) return null
  const { provider, listed_under, model, tier, uplift, terms } = matched
  return (
    <p className={classes.quiet}>
      Rates of <Link href={modelHref(listed_under, model)}>{model}</Link> of {listed_under}
      {listed_under !== provider && `, on whose list ${provider} falls back`}, tier {tier}
      {uplift !== null && `, regional uplift ${uplift}`}
      {terms.length > 0 && `, contract ${terms.length === 1 ? 'term' : 'terms'} ${terms.join(', ')}`}, price version{' '}
      {price_version}.
    </p>
  )
}

/** What can be done about each reason for which there is no figure. Unknown is not zero. */
const advice: Readonly<Record<NonNullable<QuoteAnswer['error']>, { title: string; fix: string }>> = {
  invalid_usage: {
    title: 'These counts contradict themselves.',
    fix: 'Totals include their parts: what is read from or written to a cache is part of the input.',
  },
  unpriced_model: {
    title: 'Unpriced: the book has no such model for this provider.',
    fix: 'Similar names are not guessed. Choose one of the list, or let an admin map the name or add the model.',
  },
  no_rate_for_tier: {
    title: 'Unpriced: the model has no prices for this tier.',
    fix: 'It is not priced at another tier instead. The page of the model lists its tiers.',
  },
  no_rate: {
    title: 'Unpriced: no price was in force at that time.',
    fix: 'The page of the model lists the spans for which it has prices.',
  },
}

function NoPrice({ answer }: { answer: QuoteAnswer }) {
  const known = answer.error && advice[answer.error]
  return (
    <div className={classes.answer} role="status">
      <p className={classes.total}>
        <Money amount={null} reason={answer.message ?? undefined} />
      </p>
      <Warning>
        {known?.title} {answer.error === 'invalid_usage' && answer.message && `${capitalise(answer.message)}. `}
        {known?.fix}
      </Warning>
    </div>
  )
}

const capitalise = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

function Warning({ children }: { children: ReactNode }) {
  return (
    <p className={classes.warning}>
      <IconAlertTriangle size={16} stroke={1.5} aria-hidden />
      <span>{children}</span>
    </p>
  )
}
