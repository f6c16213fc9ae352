import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import type { Statement, StatementFigures } from '@/lib/finance/statement/schema'
import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { formatPercent } from '@/lib/money/format'
import { Amount, NoFigure, Share } from './cell-parts'
import { formatCoverage } from './coverage'
import { FigureLink } from './figure-link'
import { lineRequestsHref } from './finance-href'
import type { CellQuestion, StatementColumn } from './statement-columns'

/**
 * Who uses how much beside what it costs, how much of it somebody answers for, and what is not in the total. List prices and
 * estimates have a column where there are any.
 */
export function usageColumns(statement: Statement): readonly StatementColumn[] {
  const figures = [statement.total, ...statement.lines]
  const hasEstimates = figures.some(({ estimated_usd }) => estimated_usd !== '0')
  const hasListPrices = figures.some(({ list_usd, direct_usd }) => list_usd !== direct_usd)
  return [
    { key: 'requests', header: 'Requests', render: requests },
    { key: 'request_share', header: 'Of requests', title: 'Share of all requests', render: requestShare },
    {
      key: 'cost_share',
      header: 'Of direct cost',
      title: 'Share of all direct cost: pools bring a team money, but no requests',
      render: costShare,
    },
    {
      key: 'excess',
      header: 'Out of proportion',
      title: 'Direct cost less what the share of requests would come to',
      render: excess,
    },
    { key: 'coverage', header: 'Attributed', title: 'The part of the total that somebody answers for', render: coverage },
    ...(hasListPrices
      ? [
          { key: 'contract', header: 'At contract', title: 'Direct cost at the prices agreed', render: contract },
          { key: 'list', header: 'At list', title: 'Direct cost at public list prices', render: list },
          { key: 'saved', header: 'List less contract', render: saved },
        ]
      : []),
    ...(hasEstimates
      ? [
          {
            key: 'estimated',
            header: 'Estimated',
            title: 'From before usage was recorded: beside the total, never in it',
            render: estimated,
          },
        ]
      : []),
  ]
}

function requests({ figures, line, statement }: CellQuestion) {
  const count = formatCount(figures.requests)
  if (figures.requests === 0 || line?.level === 'shared') return count
  return <FigureLink href={lineRequestsHref(line?.filters ?? {}, statement)}>{count}</FigureLink>
}

const requestShare = ({ figures, statement: { total } }: CellQuestion) => (
  <Share text={formatPercent(BigInt(figures.requests), BigInt(total.requests))} reason="There were no requests" />
)

const costShare = ({ figures, statement: { total } }: CellQuestion) => (
  <Share text={formatPercent(figures.direct_usd, total.direct_usd)} reason="There was no direct cost" />
)

function excess({ figures, line, statement: { total } }: CellQuestion) {
  if (line === null || total.requests === 0) return <NoFigure reason="Of the whole there is no share" />
  return <Money amount={excessOf(figures, total)} sign />
}

/** What a line costs above its share of the requests, or below. */
function excessOf({ direct_usd, requests: count }: StatementFigures, total: StatementFigures): string {
  const proportional = divideHalfEven(parseDecimal(total.direct_usd) * BigInt(count), BigInt(total.requests))
  return formatDecimal(parseDecimal(direct_usd) - proportional)
}

const coverage = ({ figures }: CellQuestion) => <Share text={formatCoverage(figures)} reason="There is nothing to attribute" />

const contract = ({ figures }: CellQuestion) => <Amount amount={figures.direct_usd} figures={figures} />

const list = ({ figures }: CellQuestion) => <Amount amount={figures.list_usd} figures={figures} />

function saved({ figures: { list_usd, direct_usd } }: CellQuestion) {
  const difference = formatDecimal(parseDecimal(list_usd) - parseDecimal(direct_usd))
  return difference === '0' ? <NoFigure reason="List and contract are the same" /> : <Money amount={difference} sign />
}

function estimated({ figures: { estimated_usd } }: CellQuestion) {
  return estimated_usd === '0' ? <NoFigure reason="Nothing estimated" /> : <Money amount={estimated_usd} />
}
