'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { ChartFrame } from '@/components/charts/chart-frame'
import { requestsHref, spendHref } from '@/components/spend/spend-href'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { FindingDetail } from '@/lib/triage/detail'
import type { Means } from '@/lib/triage/loaders'
import { CommentForm } from './comment-form'
import { FindingHead } from './finding-head'
import { FindingHistory } from './finding-history'
import { FindingSeriesTable } from './finding-series-table'
import { trendValues } from './finding-sparkline'
import { fixWords } from './finding-words'
import { SuggestionList } from './suggestion-list'
import type { PanelTask } from './use-finding-panel'
import type { TriageActions } from './use-triage-actions'

export interface FindingDetailsProps {
  detail: FindingDetail
  /** ISO instant at which it was read. */
  readAt: string
  means: Means
  actions: TriageActions
  onTask: (task: PanelTask) => void
  /** It was mended. */
  onDone: () => void
}

/** One finding with everything that is known of it and everything that can be done about it. */
export function FindingDetails({ detail, readAt, means, actions, onTask, onDone }: FindingDetailsProps) {
  const { finding, suggestions, series, history, fixes, rows, zone } = detail
  const isGone = finding.state === 'resolved'
  const kinds = detail.fixKinds.filter((kind) => kind !== 'accept' && means.kinds.includes(kind))
  const subjects = [finding]
  return (
    <Stack gap="md">
      <FindingHead finding={finding} />
      {isGone && <Text size="sm">It is not there any more: what is said of it is from when it was.</Text>}
      {!isGone && means.canEdit && (
        <Group gap={8}>
          {kinds.map((kind, index) => (
            <Button
              key={kind}
              size="xs"
              variant={index === 0 ? 'filled' : 'default'}
              onClick={() => onTask({ kind: 'resolve', findings: subjects, fixKind: kind })}
            >
              {fixWords[kind].label}…
            </Button>
          ))}
          <Button size="xs" variant="default" onClick={() => onTask({ kind: 'assign', findings: subjects })}>
            Assign work…
          </Button>
          <Button size="xs" variant="default" onClick={() => onTask({ kind: 'state', findings: subjects })}>
            State…
          </Button>
          {means.canResolve && (
            <Button size="xs" variant="default" onClick={() => onTask({ kind: 'accept', findings: subjects })}>
              Accept…
            </Button>
          )}
        </Group>
      )}
      {!isGone && means.seesEverything && (
        <SuggestionList finding={finding} suggestions={suggestions} means={means} actions={actions} onDone={onDone} />
      )}
      {rows && (
        <Text size="sm" component="p" m={0}>
          {rows.isExact ? 'Its rows: ' : 'Near its rows, as far as filters tell them: '}
          <TextLink href={spendHref({ period: rows.period, groupBy: ['model'], filters: rows.filters })}>in Spend</TextLink>,{' '}
          <TextLink href={requestsHref({ ...rows.period, filters: rows.filters })}>in Requests</TextLink>
        </Text>
      )}
      <Trend detail={detail} readAt={readAt} />
      {series.length > 0 && <FindingSeriesTable series={series} total={finding.series} />}
      <Section title="History" order={3}>
        <Stack gap="md">
          <FindingHistory
            history={history}
            fixes={fixes}
            zone={zone}
            canUndo={means.canResolve}
            onUndo={(fix) => void actions.undo(fix)}
          />
          {means.canEdit && <CommentForm finding={finding} actions={actions} />}
        </Stack>
      </Section>
    </Stack>
  )
}

function Trend({ detail, readAt }: Pick<FindingDetailsProps, 'detail' | 'readAt'>) {
  const { finding, trend, period, zone } = detail
  const data = useMemo(() => {
    const { unit, dates, values } = trendValues(finding, trend, period)
    const key = unit === 'usd' ? 'cost' : 'requests'
    const series = trend.length === 0 ? [] : [{ key, label: unit === 'usd' ? 'Cost' : 'Requests' }]
    return { unit, data: { series, points: dates.map((at, index) => ({ at, values: { [key]: values[index] ?? '0' } })) } }
  }, [finding, trend, period])
  if (trend.length === 0) {
    return (
      <Section title="By day" order={3}>
        <EmptyState
          title="No course over time."
          detail="Records of this lane are kept as they came; they are counted on no day until they are settled."
        />
      </Section>
    )
  }
  return (
    <ChartFrame
      title={data.unit === 'usd' ? 'Cost by day' : 'Requests by day'}
      kind="bar"
      unit={data.unit}
      data={data.data}
      period={period}
      asOf={readAt}
      zone={zone}
      heightPx={160}
    />
  )
}
