import { formatMonth } from '@/components/overview/format-month'
import { Delta } from '@/components/ui/delta'
import { Money } from '@/components/ui/money'
import { varianceOf } from '@/lib/finance/files/derived-figures'
import { monthBefore } from '@/lib/finance/statement/month-text'
import type { Statement, StatementFigures } from '@/lib/finance/statement/schema'
import { formatDecimal } from '@/lib/money/decimal'
import { describeChange } from '@/lib/money/describe-change'
import { Amount, explainBound, NoAmount, NoFigure, Variance } from './cell-parts'
import { FigureLink } from './figure-link'
import sharedClasses from './finance.module.css'
import { lineSpendHref, monthSpendHref, movementHref, statementPageHref } from './finance-href'
import classes from './statement.module.css'
import type { CellQuestion, StatementColumn } from './statement-columns'

/** What a line comes to and of what, beside the month before and the budget. */
export function amountColumns(statement: Statement): readonly StatementColumn[] {
  const before = formatMonth(monthBefore(statement.month))
  return [
    { key: 'direct', header: 'Direct', title: 'Usage that the line owns itself', render: direct },
    {
      key: 'received',
      header: 'Received',
      title: 'Shared: of pools, by their approved policies',
      render: shared(({ shared_received_usd }) => shared_received_usd),
    },
    {
      key: 'given',
      header: 'Given',
      title: 'Shared: what a pool hands on to teams',
      render: shared(({ shared_given_usd }) => shared_given_usd),
    },
    {
      key: 'adjustments',
      header: 'Adjustments',
      title: 'Corrections of closed months',
      render: ({ figures: { adjustments_usd } }) =>
        adjustments_usd === '0' ? <NoAmount /> : <Money amount={adjustments_usd} sign />,
    },
    {
      key: 'total',
      header: 'Total',
      render: ({ figures }) => (
        <strong className={classes.total}>
          <Amount amount={figures.total_usd} figures={figures} />
        </strong>
      ),
    },
    {
      key: 'prior',
      header: before,
      title: statement.is_running ? `The whole of ${before}` : undefined,
      render: prior,
    },
    {
      key: 'change',
      header: 'Change',
      title: statement.is_running ? `This month so far against the whole of ${before}` : `Since ${before}`,
      render: change,
    },
    { key: 'budget', header: 'Budget', title: 'Of the monthly budgets that cover exactly this line', render: budget },
    { key: 'variance', header: 'Variance', title: 'Total less budget', render: variance },
  ]
}

function direct({ figures, line, statement }: CellQuestion) {
  const amount = <Amount amount={figures.direct_usd} figures={figures} />
  if (line?.level === 'shared') return amount
  return <FigureLink href={line === null ? monthSpendHref(statement) : lineSpendHref(line, statement)}>{amount}</FigureLink>
}

/** What came of a pool or went from it, as the pools' page shares it out. */
function shared(amountOf: (figures: StatementFigures) => string) {
  return function SharedCell({ figures, statement: { month } }: CellQuestion) {
    const amount = amountOf(figures)
    if (amount === '0') return <NoAmount />
    // What is given is a negative amount, which a part that is not known yet makes smaller still.
    const shown = amount.startsWith('-') ? <Money amount={amount} /> : <Amount amount={amount} figures={figures} />
    return <FigureLink href={`/settings/pools?month=${month}`}>{shown}</FigureLink>
  }
}

function prior({ figures: { prior_total_usd }, line, statement: { month, view } }: CellQuestion) {
  if (prior_total_usd === null)
    return <NoFigure reason={line === null ? 'Nothing the month before' : 'No such line the month before'} />
  const href = statementPageHref({ month: monthBefore(month), view, line: line?.id })
  return (
    <FigureLink href={href}>
      <Money amount={prior_total_usd} />
    </FigureLink>
  )
}

/** In dollars, and under it in percent. */
function change({ figures: { total_usd, prior_total_usd }, statement }: CellQuestion) {
  const against = formatMonth(monthBefore(statement.month))
  const percent = describeChange(total_usd, prior_total_usd)
  const amount = <Delta current={total_usd} base={prior_total_usd} show="amount" against={against} />
  return (
    <FigureLink href={movementHref(statement.month)}>
      {amount}
      {(percent.kind === 'up' || percent.kind === 'down') && percent.text.endsWith('%') && (
        <span className={sharedClasses.below}>{percent.text}</span>
      )}
    </FigureLink>
  )
}

function budget({ figures: { budget_usd } }: CellQuestion) {
  if (budget_usd === null) return <NoFigure reason="No monthly budget covers exactly this line" />
  return (
    <FigureLink href="/budgets">
      <Money amount={budget_usd} />
    </FigureLink>
  )
}

function variance({ figures }: CellQuestion) {
  const over = varianceOf(figures)
  if (over === null) return <NoFigure reason="There is no budget to compare with" />
  return <Variance amount={formatDecimal(over)} reason={explainBound(figures)} />
}
