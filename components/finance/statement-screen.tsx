'use client'

import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import { MonthSwitcher } from '@/components/overview/month-switcher'
import { SideDrawer } from '@/components/settings/side-drawer'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Section } from '@/components/ui/section'
import { statementMonthsOptions, statementOptions } from '@/lib/finance/statement/client'
import type { Statement } from '@/lib/finance/statement/schema'
import { ChangedSince } from './changed-since'
import { DownloadMenu } from './download-menu'
import { ExceptionsPanel } from './exceptions-panel'
import { FigureCards } from './figure-cards'
import shared from './finance.module.css'
import { FinanceHead } from './finance-head'
import { statementPageHref } from './finance-href'
import { HistoryPanel } from './history-panel'
import { PublishForm } from './publish-form'
import { statementAddress } from './statement-address'
import { StatementFacts } from './statement-facts'
import { StatementTable } from './statement-table'

interface StatementScreenProps {
  /** `YYYY-MM`. */
  month: string
  /** Of a published version; null: the month as it is now. */
  version: number | null
  canPublish: boolean
  seesEverything: boolean
}

/** What a month comes to and for whom: as it is now, or as it was published. */
export function StatementScreen({ month, version, canPublish, seesEverything }: StatementScreenProps) {
  const router = useRouter()
  const [address, setAddress] = useQueryStates(statementAddress)
  const {
    data: statement,
    error,
    isPlaceholderData,
    refetch,
  } = useQuery(statementOptions({ month, view: address.view, version }))
  const { data: list } = useQuery(statementMonthsOptions())
  const [isPublishing, setPublishing] = useState(false)
  const months = listMonths(list?.months.map((one) => one.month) ?? [], month)
  return (
    <>
      <FinanceHead
        title={version === null ? formatMonth(month) : `${formatMonth(month)}, version ${version}`}
        description={statement && <StatementFacts statement={statement} canPublish={canPublish} />}
        asOf={statement?.as_of}
        period={statement}
        zone={statement?.zone}
        actions={
          <>
            <MonthSwitcher
              month={month}
              months={months}
              onChange={(chosen) => router.push(statementPageHref({ month: chosen, view: address.view }))}
            />
            {statement && statement.lines.length > 0 && <DownloadMenu statement={statement} seesEverything={seesEverything} />}
            {statement && canPublish && version === null && !statement.is_running && statement.lines.length > 0 && (
              <Button leftSection={<IconLock size={15} stroke={1.75} aria-hidden />} onClick={() => setPublishing(true)}>
                Publish
              </Button>
            )}
          </>
        }
      />
      {statement ? (
        <div className={shared.stack} aria-busy={isPlaceholderData} data-pending={isPlaceholderData || undefined}>
          {statement.lines.length === 0 ? (
            <NoLines statement={statement} seesEverything={seesEverything} />
          ) : (
            <>
              <FigureCards statement={statement} seesEverything={seesEverything} />
              {version === null && statement.versions[0] && <ChangedSince statement={statement} since={statement.versions[0]} />}
              <StatementTable
                // Another month is another tree; another view keeps what is open above.
                key={`${statement.month}/${statement.version ?? ''}`}
                statement={statement}
                columnSet={address.columns}
                onColumnSetChange={(columns) => void setAddress({ columns })}
                onViewChange={(view) => void setAddress({ view, line: null }, { history: 'push' })}
                markedLine={address.line}
              />
              {seesEverything && <ExceptionsPanel statement={statement} />}
            </>
          )}
          <HistoryPanel statement={statement} />
        </div>
      ) : error ? (
        <Section title="Statement">
          <ErrorState message={error.message} onRetry={() => void refetch()} />
        </Section>
      ) : (
        <LoadingState label="Loading the statement" heightPx={480} />
      )}
      {statement && (
        <SideDrawer opened={isPublishing} onClose={() => setPublishing(false)} title={`Publish ${formatMonth(month)}`}>
          <PublishForm statement={statement} onDone={() => setPublishing(false)} />
        </SideDrawer>
      )}
    </>
  )
}

/** The month that is shown can be left, whether it has usage or not. */
const listMonths = (known: readonly string[], month: string): string[] =>
  known.includes(month) ? [...known] : [...known, month].toSorted().toReversed()

function NoLines({ statement: { month }, seesEverything }: { statement: Statement; seesEverything: boolean }) {
  return (
    <Section title="Statement">
      {seesEverything ? (
        <EmptyState
          title={`Nothing was spent in ${formatMonth(month)}`}
          detail="A month has lines as soon as some usage of it was recorded."
        />
      ) : (
        <EmptyState
          title={`Nothing of ${formatMonth(month)} is yours`}
          detail="You see the lines of the teams and cost centres that you lead; in this month they have none. Another month may, and a platform admin can name you as the lead of a team."
        />
      )}
    </Section>
  )
}
