import type { Column, Content, TableCell } from 'pdfmake/interfaces'
import { parseDecimal } from '@/lib/money/decimal'
import { describeChange } from '@/lib/money/describe-change'
import { formatUsd } from '@/lib/money/format'
import { changeOf, unattributedOf, varianceOf } from '../derived-figures'
import {
  describeDay,
  describeGaps,
  describeMonth,
  describeState,
  describeSubject,
  listBusinessUnits,
} from '../describe-statement'
import type { StatementPart } from '../place-lines'
import { digitEm } from './figure-table'
import { amountText, countText, none, sharedOf, shareText } from './figures'
import { ink } from './look'
import { printable } from './printable'

/** What the statement is, for whom, and in what state. */
export function titleBlock(part: StatementPart): Content[] {
  const { statement } = part
  const units = listBusinessUnits(part)
  return [
    {
      columns: [
        {
          width: '*',
          stack: [
            { text: 'AI usage statement', fontSize: 20, bold: true },
            { text: describeMonth(statement.month), fontSize: 20, color: ink.soft, margin: [0, -2, 0, 0] },
          ],
        },
        stateLabel(part),
      ],
      columnGap: 16,
    },
    {
      columns: [
        { width: '*', stack: [label('Cost centre'), { text: printable(describeSubject(part)), fontSize: 11, bold: true }] },
        ...(units.length === 0
          ? []
          : [{ width: 170, stack: [label('Business unit'), { text: printable(units.join(', ')), fontSize: 11, bold: true }] }]),
      ],
      columnGap: 16,
      margin: [0, 14, 0, 12],
    },
    keyFigures(part),
    ...listRemarks(part).map((text): Content => ({ text, fontSize: 8, color: ink.soft, margin: [0, 0, 0, 5] })),
    { text: '', margin: [0, 0, 0, 8] },
  ]
}

const label = (text: string): Content => ({ text, fontSize: 7, color: ink.soft, margin: [0, 0, 0, 2] })

/** `DRAFT` in a frame, or the version with who published it, when. */
function stateLabel({ statement }: StatementPart): Column {
  const { version, published_by, published_at, zone } = statement
  const detail =
    version === null || published_at === null
      ? 'Not published: figures may still change'
      : `published by ${printable(published_by ?? 'nobody named')} on ${describeDay(published_at, zone)}`
  return {
    width: 170,
    stack: [
      {
        table: {
          widths: ['*'],
          body: [
            [
              {
                text: describeState(statement).toUpperCase(),
                bold: true,
                fontSize: 10,
                alignment: 'center',
                characterSpacing: 0.6,
              },
            ],
          ],
        },
        layout: {
          hLineWidth: () => 0.9,
          vLineWidth: () => 0.9,
          hLineColor: () => ink.strong,
          vLineColor: () => ink.strong,
          paddingTop: () => 4,
          paddingBottom: () => 4,
        },
      },
      { text: detail, fontSize: 7.5, color: ink.soft, alignment: 'right', margin: [0, 4, 0, 0] },
    ],
  }
}

/** What is to be known of the figures before they are read. */
function listRemarks(part: StatementPart): string[] {
  const { statement, total } = part
  return [
    ...(statement.is_running ? ['The month is not over: these are the figures so far.'] : []),
    ...[describeGaps(part) ?? []].flat(),
    ...(parseDecimal(total.estimated_usd) === 0n
      ? []
      : [`Beside the total stand ${formatUsd(total.estimated_usd)} of estimated spend from before usage was recorded.`]),
    ...(statement.note === null || statement.note === '' ? [] : [`Note: ${printable(statement.note)}`]),
  ]
}

interface KeyFigure {
  readonly name: string
  readonly value: string
  readonly detail: string
}

/** Four side by side, and the space between them. */
const figureWidth = 119
const figureGap = 13

/** As large as the longest of them allows, so that no figure leaves its place. */
const sizeOf = (value: string, largest: number) => Math.min(largest, figureWidth / (value.length * digitEm))

function keyFigures(part: StatementPart): Content {
  const figures = listKeyFigures(part)
  const cellOf = ({ name, value, detail }: KeyFigure, isFirst: boolean): TableCell => ({
    stack: [
      label(name),
      { text: value, fontSize: sizeOf(value, isFirst ? 17 : 13), bold: true, noWrap: true, margin: [0, isFirst ? -2 : 1, 0, 0] },
      { text: detail, fontSize: 7, color: ink.soft },
    ],
  })
  const rows = [figures.slice(0, 4), figures.slice(4, 8)]
  return {
    table: {
      widths: Array.from({ length: 4 }, () => figureWidth),
      body: rows.map((row, index) => row.map((one, at) => cellOf(one, index + at === 0))),
    },
    layout: {
      hLineWidth: (line) => (line === 1 ? 0.4 : 0.75),
      hLineColor: (line) => (line === 1 ? ink.hairline : ink.strong),
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingRight: (column) => (column === 3 ? 0 : figureGap),
      paddingTop: () => 7,
      paddingBottom: () => 7,
    },
    margin: [0, 0, 0, 10],
  }
}

function listKeyFigures(part: StatementPart): KeyFigure[] {
  const { total } = part
  const variance = varianceOf(total)
  const unowned = unattributedOf(total)
  const change = describeChange(total.total_usd, total.prior_total_usd)
  const wasted = parseDecimal(total.retry_usd) + parseDecimal(total.failure_usd)
  return [
    { name: 'Total, posted', value: `${total.is_at_least ? '≥ ' : ''}${formatUsd(total.posted_usd)}`, detail: 'US dollars' },
    {
      name: 'Change from the month before',
      value: formatUsd(changeOf(total), { sign: true }),
      detail: total.prior_total_usd === null ? 'there was none' : `${change.text}, from ${formatUsd(total.prior_total_usd)}`,
    },
    {
      name: 'Budget',
      value: total.budget_usd === null ? none : formatUsd(total.budget_usd),
      detail:
        variance === null
          ? 'none covers exactly this'
          : `${formatUsd(variance < 0n ? -variance : variance)} ${variance > 0n ? 'over' : 'under'} budget`,
    },
    { name: 'Requests', value: countText(total.requests), detail: 'calls of models' },
    { name: 'Direct', value: formatUsd(total.direct_usd), detail: `${formatUsd(total.list_usd)} at list prices` },
    {
      name: 'Shared',
      value: formatUsd(sharedOf(total), { sign: true }),
      detail: `received ${amountText(total.shared_received_usd)}, given ${amountText(total.shared_given_usd)}`,
    },
    {
      name: 'Retries and failures',
      value: formatUsd(wasted),
      detail: `${shareText(total.retry_usd, total.direct_usd)} and ${shareText(total.failure_usd, total.direct_usd)} of direct`,
    },
    {
      name: 'Attributed',
      value: shareText(total.attributed_usd, total.total_usd),
      detail: unowned === 0n ? 'all of it has an owner' : `${formatUsd(unowned)} has no owner`,
    },
  ]
}
