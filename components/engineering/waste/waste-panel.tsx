'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { FiguresOf } from '@/components/overview/figures-of'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { wasteOptions } from '@/lib/engineering/waste/client'
import { engineeringHref } from '../engineering-href'
import { KindLine } from './kind-list'
import classes from './waste.module.css'
import { kindWords, overlapNote } from './waste-words'

interface WastePanelProps {
  /** Filters by team make it a team's panel. */
  period: PeriodParams
  /** So many kinds at most. */
  limit?: number
}

/**
 * The dearest kinds of waste in a panel of another page, each leading to its arithmetic. Prefilled where the page prefetched
 * `wasteOptions(period)` by `loadOwnWaste(period)`.
 */
export function WastePanel({ period, limit = 5 }: WastePanelProps) {
  const { data: report, error, refetch } = useQuery(wasteOptions(period))
  const found = report?.kinds.filter(({ cost_usd, is_at_least }) => cost_usd !== '0' || is_at_least) ?? []
  return (
    <Section
      title="Waste"
      note={report && <FiguresOf period={period} asOf={report.as_of} zone={report.zone} />}
      actions={<TextLink href={engineeringHref('/engineering/waste', period)}>All kinds</TextLink>}
    >
      {error ? (
        <ErrorState message={error.message} onRetry={() => void refetch()} />
      ) : !report ? (
        <LoadingState label="Loading waste" lines={limit} />
      ) : found.length === 0 ? (
        <EmptyState title="No waste found." detail="None of the rules found anything in these days." />
      ) : (
        <>
          <ol className={classes.compact}>
            {found.slice(0, limit).map((kind) => (
              <li key={kind.kind}>
                <Link
                  prefetch={false}
                  className={classes.compactLink}
                  href={engineeringHref('/engineering/waste', period, { kind: kind.kind })}
                  aria-label={`${kindWords(kind.kind, report).title}: how it is reckoned`}
                >
                  <KindLine kind={kind} report={report} hasOwners={false} />
                </Link>
              </li>
            ))}
          </ol>
          <p className={classes.note}>{overlapNote}</p>
        </>
      )}
    </Section>
  )
}
