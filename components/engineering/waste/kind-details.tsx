'use client'

import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { formatCount } from '@/components/ui/format-count'
import type { PeriodParams } from '@/lib/engineering/period-params'
import type { WasteKind, WasteReport } from '@/lib/engineering/waste/schema'
import { ArithmeticTable } from './arithmetic-table'
import { LoopTable } from './loop-table'
import { OwnerTable } from './owner-table'
import { RowTable } from './row-table'
import classes from './waste.module.css'
import { kindWords } from './waste-words'

interface KindDetailsProps {
  period: PeriodParams
  report: WasteReport
  kind: WasteKind
}

/** A kind of waste opened: its rule, whose it is, how it is reckoned, what it is made of, and what to do about it. */
export function KindDetails({ period, report, kind }: KindDetailsProps) {
  const { title, rule, advice, counted } = kindWords(kind.kind, report)
  if (kind.rows.length === 0) {
    return (
      <div className={classes.details}>
        <p className={classes.text}>{rule}</p>
        <EmptyState title="Nothing of this kind in these days." />
      </div>
    )
  }
  return (
    <div className={classes.details}>
      <div className={classes.words}>
        <p className={classes.text}>{rule}</p>
        <p className={classes.text}>
          <strong>What to do:</strong> {advice}
        </p>
        {kind.unknown_requests !== '0' && (
          <p className={classes.note}>
            {formatCount(kind.unknown_requests)} more requests may belong here: their price, their tokens or what a cache answered
            is not known.
          </p>
        )}
      </div>
      {kind.cost_usd !== '0' && (
        <div className={classes.halves}>
          <Part title="Whose it is">
            <OwnerTable {...{ period, report, kind, title }} />
          </Part>
          <Part title="How it is reckoned">
            <ArithmeticTable kind={kind} title={title} />
          </Part>
        </div>
      )}
      {kind.kind === 'retries' && (
        <Part title="The loops behind them">
          <LoopTable report={report} />
        </Part>
      )}
      <Part title={`Where: ${formatCount(kind.requests)} ${counted}`}>
        <RowTable {...{ period, report, kind, title }} />
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.part}>
      <Title order={4} className={classes.partTitle}>
        {title}
      </Title>
      {children}
    </div>
  )
}
