'use client'

import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type FormEvent, useId, useState } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import { useAction } from '@/components/settings/use-action'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { formatUsd } from '@/lib/money/format'
import { removeLimitAction, setLimitAction } from '@/lib/triage/actions'
import { laneNames, laneOf } from '@/lib/triage/lanes'
import type { Limit } from '@/lib/triage/limits'
import type { Means } from '@/lib/triage/loaders'
import classes from './triage.module.css'
import type { TriageActions } from './use-triage-actions'

const measures = [
  { value: 'cost', label: 'US dollars' },
  { value: 'share', label: 'percent of the month’s spend' },
  { value: 'age', label: 'days since the oldest was seen' },
] as const

/** A value of a measure as it is read: `$250.00`, `2.5% of spend`, `14 days`. */
export function measureWords(measure: Limit['measure'], value: string): string {
  if (measure === 'cost') return formatUsd(value)
  return measure === 'share' ? `${value.replace(/(\.\d{2})\d+$/, '$1')}% of the month’s spend` : `${value} days`
}

const laneTitle = (lane: Limit['lane']) => (lane === null ? 'All that nobody owns' : laneOf(lane).title)

interface LimitsPanelProps {
  limits: readonly Limit[]
  means: Means
  actions: TriageActions
  zone: string
}

/** How much may lie open before it is recorded, and when it was too much. */
export function LimitsPanel({ limits, means, actions, zone }: LimitsPanelProps) {
  const removing = useAction(removeLimitAction)
  const remove = async (limit: Limit) => {
    if ((await removing.run({ id: limit.id }))?.ok) actions.tell(`The limit of ${laneTitle(limit.lane)} was removed.`)
  }
  return (
    <Section title="Limits" note="Looked at every quarter of an hour, in the running month; what is accepted is left out." flush>
      {means.canResolve && <LimitForm actions={actions} />}
      <ActionError failure={removing.failure} />
      {limits.length === 0 ? (
        <EmptyState
          title="No limit is set."
          detail="A limit records when more than so much lies open, in dollars, as a share or by age."
        />
      ) : (
        <ul className={classes.limits} aria-label="Limits">
          {limits.map((limit) => (
            <li key={limit.id}>
              <div>
                <p>
                  <strong>{laneTitle(limit.lane)}</strong>: at most {measureWords(limit.measure, limit.threshold)}
                </p>
                {limit.crossings.length === 0 && <p className={classes.remark}>never crossed</p>}
                {limit.crossings.map(({ month, crossedAt, value, clearedAt }) => (
                  <p key={month} className={classes.remark}>
                    {formatMonth(month)}: crossed with {measureWords(limit.measure, value)}, <Moment at={crossedAt} zone={zone} />
                    {clearedAt === null ? (
                      '; still over'
                    ) : (
                      <>
                        {' '}
                        ; below it again <Moment at={clearedAt} zone={zone} />
                      </>
                    )}
                  </p>
                ))}
              </div>
              {means.canResolve && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove the limit of ${laneTitle(limit.lane)}, ${measureWords(limit.measure, limit.threshold)}`}
                  onClick={() => void remove(limit)}
                >
                  <IconTrash size={16} stroke={1.5} aria-hidden />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function LimitForm({ actions }: { actions: TriageActions }) {
  const [lane, setLane] = useState('')
  const [measure, setMeasure] = useState<Limit['measure']>('cost')
  const [threshold, setThreshold] = useState('')
  const saving = useAction(setLimitAction)
  const thresholdId = useId()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const chosen = laneNames.find((name) => name === lane) ?? null
    const answer = await saving.run({ lane: chosen, measure, threshold: threshold.trim() })
    if (!answer?.ok) return
    setThreshold('')
    actions.tell(`${laneTitle(chosen)}: at most ${measureWords(measure, threshold.trim())}.`)
  }
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className={classes.padded}>
      <ActionError failure={saving.failure} fields={{ threshold: { label: 'At most', fieldId: thresholdId } }} />
      <div className={classes.inline}>
        <NativeSelect
          size="xs"
          label="Of"
          data={[{ value: '', label: laneTitle(null) }, ...laneNames.map((name) => ({ value: name, label: laneOf(name).title }))]}
          value={lane}
          onChange={(event) => setLane(event.currentTarget.value)}
        />
        <TextInput
          id={thresholdId}
          size="xs"
          w={110}
          label="At most"
          inputMode="decimal"
          placeholder="250"
          value={threshold}
          onChange={(event) => setThreshold(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label="In"
          data={measures.map(({ value, label }) => ({ value, label }))}
          value={measure}
          onChange={(event) => setMeasure(measures.find(({ value }) => value === event.currentTarget.value)?.value ?? 'cost')}
        />
        <Button type="submit" size="xs" variant="default" loading={saving.pending} disabled={threshold.trim() === ''}>
          Set limit
        </Button>
      </div>
    </form>
  )
}
