'use client'

import Link from 'next/link'
import { only, spendHref } from '@/components/spend/spend-href'
import { formatCount } from '@/components/ui/format-count'
import { TextLink } from '@/components/ui/text-link'
import { type Lane, laneOf } from '@/lib/triage/lanes'
import type { FindingsReport, LaneTotal } from '@/lib/triage/queries'
import { FindingCost } from './finding-cost'
import classes from './triage.module.css'

interface LaneRailProps {
  report: FindingsReport
  /** Null: all of them. */
  current: Lane | null
  hrefOf: (lane: Lane | null) => string
  seesEverything: boolean
}

/** The lanes with what is open in each; those that nobody owns add up to what Spend calls unattributed. */
export function LaneRail({ report, current, hrefOf, seesEverything }: LaneRailProps) {
  const { lanes } = report
  const period = { from: report.from, to: report.to }
  const groups = [
    { title: 'Nobody owns it', lanes: lanes.filter(({ lane }) => laneOf(lane).isUnattributed) },
    { title: 'Wants correcting', lanes: lanes.filter(({ lane }) => !laneOf(lane).isUnattributed) },
  ]
  const open = lanes.reduce((sum, { openGroups }) => sum + openGroups, 0)
  return (
    <nav className={classes.rail} aria-label="Lanes">
      <Link href={hrefOf(null)} scroll={false} className={classes.lane} aria-current={current === null ? 'true' : undefined}>
        <span className={classes.laneName}>All lanes</span>
        <span className={classes.laneCount}>{formatCount(open)} open</span>
      </Link>
      {groups.map(({ title, lanes: own }, index) => (
        <div key={title} className={classes.laneGroup}>
          <p className={classes.laneTitle}>{title}</p>
          <ul>
            {own.map((total) => (
              <li key={total.lane}>
                <LaneLink total={total} isCurrent={total.lane === current} href={hrefOf(total.lane)} />
              </li>
            ))}
          </ul>
          {index === 0 && seesEverything && (
            <p className={classes.laneSum}>
              Accepted included, these add up to{' '}
              <FindingCost costUsd={report.unattributed_usd} isAtLeast={own.some(({ isAtLeast }) => isAtLeast)} />,{' '}
              <TextLink
                href={spendHref({ period, groupBy: ['unowned_reason'], filters: { team: only(null), pool: only(null) } })}
              >
                what Spend calls unattributed
              </TextLink>
              .
            </p>
          )}
        </div>
      ))}
      <p className={classes.laneSum}>Within a lane each dollar counts once; the same dollar may want correcting in several.</p>
    </nav>
  )
}

function LaneLink({ total, isCurrent, href }: { total: LaneTotal; isCurrent: boolean; href: string }) {
  const { lane, openGroups, openCostUsd, isAtLeast } = total
  return (
    <Link
      href={href}
      scroll={false}
      className={classes.lane}
      aria-current={isCurrent ? 'true' : undefined}
      data-empty={openGroups === 0 || undefined}
    >
      <span className={classes.laneName}>{laneOf(lane).title}</span>
      <span className={classes.laneCount}>
        {openGroups === 0 ? (
          'clear'
        ) : (
          <>
            {formatCount(openGroups)} · <FindingCost costUsd={openCostUsd} isAtLeast={isAtLeast} />
          </>
        )}
      </span>
    </Link>
  )
}
