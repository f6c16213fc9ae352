import type { StatementFigures } from '@/lib/finance/statement/schema'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { formatPercent } from '@/lib/money/format'
import { Amount, Share } from './cell-parts'
import { FigureLink } from './figure-link'
import { lineRequestsHref, lineSpendHref, monthSpendHref } from './finance-href'
import type { CellQuestion, StatementColumn } from './statement-columns'

/** Direct spend by what the money got: first attempts that succeeded, attempts after the first, first attempts that failed. */
export const attemptColumns: readonly StatementColumn[] = [
  { key: 'direct', header: 'Direct', title: 'Usage that the line owns itself', render: direct },
  {
    key: 'success',
    header: 'First attempts that succeeded',
    render: part('success_usd', { attempt: ['first'], outcome: ['success', 'cache_hit'] }),
  },
  {
    key: 'retry',
    header: 'Retries',
    title: 'Attempts after the first, whatever came of them',
    render: part('retry_usd', { attempt: ['retry'] }),
  },
  {
    key: 'failure',
    header: 'First attempts that failed',
    render: part('failure_usd', { attempt: ['first'], outcome: ['error'] }),
  },
  { key: 'retry_share', header: 'Retries of direct', render: shareOf(({ retry_usd }) => parseDecimal(retry_usd)) },
  {
    key: 'waste_share',
    header: 'Retries and failures',
    title: 'Both, of direct spend',
    render: shareOf((figures) => parseDecimal(wastedOf(figures))),
  },
]

/** What went to retries and failures. */
export const wastedOf = ({ retry_usd, failure_usd }: Pick<StatementFigures, 'retry_usd' | 'failure_usd'>): string =>
  formatDecimal(parseDecimal(retry_usd) + parseDecimal(failure_usd))

function direct({ figures, line, statement }: CellQuestion) {
  const amount = <Amount amount={figures.direct_usd} figures={figures} />
  if (line?.level === 'shared') return amount
  return <FigureLink href={line === null ? monthSpendHref(statement) : lineSpendHref(line, statement)}>{amount}</FigureLink>
}

function part(field: 'success_usd' | 'retry_usd' | 'failure_usd', narrower: Record<string, string[]>) {
  return function PartCell({ figures, line, statement }: CellQuestion) {
    const amount = <Amount amount={figures[field]} figures={figures} />
    if (line?.level === 'shared' || figures[field] === '0') return amount
    return <FigureLink href={lineRequestsHref(line?.filters ?? {}, statement, narrower)}>{amount}</FigureLink>
  }
}

function shareOf(partOf: (figures: StatementFigures) => bigint) {
  return function ShareCell({ figures }: CellQuestion) {
    return <Share text={formatPercent(partOf(figures), parseDecimal(figures.direct_usd))} reason="There was no direct spend" />
  }
}
