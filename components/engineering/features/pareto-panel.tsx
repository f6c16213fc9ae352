'use client'

import { useQuery } from '@tanstack/react-query'
import type { ParetoPoint } from '@/components/charts/pareto'
import { ParetoFrame } from '@/components/charts/pareto-frame'
import { FiguresOf } from '@/components/overview/figures-of'
import { widthPercent } from '@/components/pools/share-width'
import { noUsage } from '@/components/spend/no-usage'
import { AnswerPanel } from '@/components/ui/answer-panel'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { featuresOptions } from '@/lib/engineering/features/client'
import type { FeaturesQuestion, FeaturesReport } from '@/lib/engineering/features/schema'
import { formatUsd } from '@/lib/money/format'
import { apartSentence, contrastSentence, manyOf, nameOfRow, paretoSentence } from './feature-words'
import classes from './features.module.css'

/** As tall as the panel with its chart, so that nothing moves when it arrives. */
const bodyHeightPx = 420

/** Bars of more things are slivers; what is beyond them is said. */
const maxBars = 60

/** Which few make 80 % of the cost. Filters by team make it a team's panel. */
export function ParetoPanel({ question }: { question: FeaturesQuestion }) {
  const answer = useQuery(featuresOptions(question))
  const title = `Which ${manyOf[question.by]} make the cost`
  return (
    <AnswerPanel title={title} answer={answer} heightPx={bodyHeightPx} loadingLabel={`Loading ${manyOf[question.by]}`}>
      {(report) => <AnsweredPanel title={title} by={question.by} report={report} />}
    </AnswerPanel>
  )
}

function AnsweredPanel({ title, by, report }: Pick<FeaturesQuestion, 'by'> & { title: string; report: FeaturesReport }) {
  const note = <FiguresOf period={report} asOf={report.as_of} zone={report.zone} />
  if (report.ranked.count === 0) {
    return (
      <Section title={title} note={note}>
        <EmptyState title={`No usage names a ${by} in this period.`} detail={emptyDetail(report)} />
      </Section>
    )
  }
  return (
    <ParetoFrame title={title} note={note} noun={report.by} points={toPoints(report)} footnote={beyondNote(report)}>
      <div className={classes.sentences}>
        <p className={classes.sentence}>{paretoSentence(report) ?? `None of the ${manyOf[report.by]} cost anything.`}</p>
        {[contrastSentence(report), apartSentence(report)].map(
          (text) =>
            text !== null && (
              <p key={text} className={classes.remark}>
                {text}
              </p>
            ),
        )}
      </div>
    </ParetoFrame>
  )
}

const emptyDetail = ({ by, total }: FeaturesReport) =>
  total.requests === 0
    ? noUsage.detail
    : `What was used cost ${formatUsd(total.cost_usd)} and names no ${by}: the attribution contract can ask senders for it.`

function toPoints({ by, rows, ranked }: FeaturesReport): ParetoPoint[] {
  return rows
    .filter(({ kind }) => kind === 'named')
    .slice(0, maxBars)
    .map((row) => ({
      key: row.key ?? '',
      label: nameOfRow(row, by),
      costUsd: row.cost_usd,
      isAtLeast: row.is_at_least,
      cumulativeUsd: row.cumulative_usd ?? row.cost_usd,
      cumulativePercent: widthPercent(row.cumulative_usd ?? '0', ranked.cost_usd),
      isVital: row.is_vital,
    }))
}

const beyondNote = ({ by, ranked }: FeaturesReport) =>
  ranked.count > maxBars
    ? `The ${maxBars} dearest of ${ranked.count} ${manyOf[by]} are drawn; the sentence counts all of them.`
    : undefined
