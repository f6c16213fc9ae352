'use client'

import { Accordion } from '@mantine/core'
import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from 'nuqs'
import { valueText } from '@/components/spend/value-text'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { isWasteKindName, wasteKindNames } from '@/lib/engineering/waste/kinds'
import type { WasteKind, WasteReport } from '@/lib/engineering/waste/schema'
import { KindDetails } from './kind-details'
import { barWidth, shareOfSpend } from './share-of-spend'
import classes from './waste.module.css'
import { WasteCost } from './waste-cost'
import { kindWords } from './waste-words'

const parseAsKinds = parseAsArrayOf(parseAsStringLiteral(wasteKindNames)).withDefault([])

interface KindListProps {
  period: PeriodParams
  report: WasteReport
}

/** Kinds of waste, what costs most first; each opens what it is made of, and the address says which are open. */
export function KindList({ period, report }: KindListProps) {
  const [open, setOpen] = useQueryState('kind', parseAsKinds)
  return (
    <Accordion
      multiple
      order={3}
      value={open}
      onChange={(kinds) => void setOpen(kinds.filter(isWasteKindName))}
      classNames={{ item: classes.item, control: classes.control, label: classes.controlLabel, content: classes.content }}
    >
      {report.kinds.map((kind) => (
        <Accordion.Item key={kind.kind} value={kind.kind}>
          <Accordion.Control>
            <KindLine kind={kind} report={report} />
          </Accordion.Control>
          <Accordion.Panel>{open.includes(kind.kind) && <KindDetails {...{ period, report, kind }} />}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

/** A kind in one line: dollars, share of spend, and whose most of it is. */
export function KindLine({ kind, report, hasOwners = true }: { kind: WasteKind; report: WasteReport; hasOwners?: boolean }) {
  const { title } = kindWords(kind.kind, report)
  const isNothing = kind.cost_usd === '0' && !kind.is_at_least
  return (
    <span className={classes.line}>
      <span className={classes.name}>
        <span>{title}</span>
        {hasOwners && <span className={classes.owners}>{isNothing ? 'nothing found' : describeOwners(kind, report)}</span>}
      </span>
      <span className={classes.bar} aria-hidden="true">
        <span className={classes.fill} style={{ width: `${barWidth(kind, report.kinds)}%` }} />
      </span>
      <span className={classes.cost}>
        <WasteCost figures={kind} />
      </span>
      <span className={classes.share}>{isNothing ? '' : `${shareOfSpend(kind, report)} of spend`}</span>
    </span>
  )
}

const shownOwners = 2

/** `Search, Risk and 3 more`. */
function describeOwners({ teams }: WasteKind, report: WasteReport): string {
  const names = teams.slice(0, shownOwners).map(({ team }) => valueText('team', team, report))
  const others = teams.length - names.length
  return others > 0 ? `${names.join(', ')} and ${others} more` : names.join(', ')
}
