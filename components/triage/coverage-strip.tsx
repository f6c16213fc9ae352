'use client'

import { Suspense, use } from 'react'
import { only, spendHref } from '@/components/spend/spend-href'
import { atLeastReason } from '@/components/ui/cost'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Money } from '@/components/ui/money'
import { TextLink } from '@/components/ui/text-link'
import { parseDecimal } from '@/lib/money/decimal'
import { formatPercent } from '@/lib/money/format'
import type { Coverage } from '@/lib/triage/coverage'
import type { Panel } from '@/lib/triage/loaders'
import { percentWords } from './finding-cost'
import classes from './triage.module.css'

const heightPx = 78

interface CoverageStripProps {
  coverage: Promise<Panel<Coverage>>
  seesEverything: boolean
}

/** How much of the spend of the open period has an owner: the figures, a bar, and the target. */
export function CoverageStrip(props: CoverageStripProps) {
  return (
    <section className={classes.coverage} aria-label="Coverage of the open period">
      <Suspense fallback={<LoadingState label="Loading coverage" heightPx={heightPx} />}>
        <Arrived {...props} />
      </Suspense>
    </section>
  )
}

function Arrived({ coverage, seesEverything }: CoverageStripProps) {
  const answer = use(coverage)
  if (!answer.ok) return <ErrorState message={answer.message} />
  return <Figures coverage={answer.data} seesEverything={seesEverything} />
}

function Figures({ coverage, seesEverything }: { coverage: Coverage; seesEverything: boolean }) {
  const { total, months } = coverage
  const period = { from: coverage.from, to: coverage.to }
  const target = months.at(-1)?.targetPercent ?? null
  const reason = total.isAtLeast ? atLeastReason : undefined
  const unapproved = total.unapprovedSharedUsd !== '0'
  return (
    <>
      <dl className={classes.figures}>
        <div>
          <dt>Attributed</dt>
          <dd className={classes.figure}>{total.attributedPercent === null ? 'nothing spent' : `${total.attributedPercent}%`}</dd>
          <dd className={classes.remark}>
            {target === null ? 'no target is set' : `target ${percentWords(target)}`}, approved shared included
          </dd>
        </div>
        <div>
          <dt>Approved shared</dt>
          <dd className={classes.figure}>
            <Money amount={total.sharedUsd} />
          </dd>
          <dd className={classes.remark}>
            {unapproved ? (
              <>
                <Money amount={total.unapprovedSharedUsd} /> more in pools without an approved policy
              </>
            ) : (
              'all pools have an approved policy'
            )}
          </dd>
        </div>
        <div>
          <dt>Unattributed</dt>
          <dd className={classes.figure}>
            <Money amount={total.unattributedUsd} atLeast={total.isAtLeast} reason={reason} />
          </dd>
          <dd className={classes.remark}>
            {seesEverything ? (
              <TextLink
                href={spendHref({ period, groupBy: ['unowned_reason'], filters: { team: only(null), pool: only(null) } })}
              >
                By reason, in Spend
              </TextLink>
            ) : (
              'what nobody owns is not of your teams'
            )}
          </dd>
        </div>
        <div>
          <dt>Estimated, apart</dt>
          <dd className={classes.figure}>
            <Money amount={total.estimatedUsd} />
          </dd>
          <dd className={classes.remark}>from before usage was recorded; in none of the other figures</dd>
        </div>
      </dl>
      <CoverageBar total={total} target={target} />
    </>
  )
}

const parts = [
  { key: 'attributedUsd', label: 'attributed', part: 'attributed' },
  { key: 'sharedUsd', label: 'approved shared', part: 'shared' },
  { key: 'unapprovedSharedUsd', label: 'shared without approval', part: 'unapproved' },
  { key: 'unattributedUsd', label: 'unattributed', part: 'unattributed' },
] as const

/** The four parts of the total as one bar; the figures beside it say the same. */
function CoverageBar({ total, target }: { total: Coverage['total']; target: string | null }) {
  const whole = parseDecimal(total.totalUsd)
  if (whole <= 0n) return null
  const shares = parts.map((one) => ({
    ...one,
    percent: formatPercent(total[one.key], whole, { decimals: 2 }) ?? '0%',
  }))
  const label = shares.map(({ label: name, percent }) => `${percent} ${name}`).join(', ')
  return (
    <div className={classes.bar} role="img" aria-label={`${label}${target === null ? '' : `; target ${percentWords(target)}`}`}>
      {shares.map(({ key, part, percent }) => (
        <span key={key} data-part={part} style={{ width: percent.replace(/[<,]/g, '') }} />
      ))}
      {target !== null && <span className={classes.target} style={{ left: `${target}%` }} />}
    </div>
  )
}
