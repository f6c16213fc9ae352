'use client'

import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { useAction } from '@/components/settings/use-action'
import { type CalendarDate, monthOf } from '@/lib/time/calendar'
import { setTargetAction } from '@/lib/triage/actions'
import { percentWords } from './finding-cost'
import classes from './triage.module.css'
import type { TriageActions } from './use-triage-actions'

interface TargetFormProps {
  actions: TriageActions
  today: CalendarDate
  /** Of the running month. */
  current: string | null
}

/** Says what share is to have an owner, from a month on. */
export function TargetForm({ actions, today, current }: TargetFormProps) {
  const [percent, setPercent] = useState(current === null ? '' : percentWords(current).slice(0, -1))
  const [from, setFrom] = useState(monthOf(today))
  const saving = useAction(setTargetAction)
  const ids = { percent: useId(), from: useId() }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await saving.run({ from: from.trim(), percent: percent.trim() })
    if (answer?.ok) actions.tell(`The target is ${percent.trim()}% from ${from.trim()} on.`)
  }
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className={classes.padded}>
      <ActionError
        failure={saving.failure}
        fields={{
          percent: { label: 'Target in percent', fieldId: ids.percent },
          from: { label: 'From month', fieldId: ids.from },
        }}
      />
      <div className={classes.inline}>
        <TextInput
          id={ids.percent}
          size="xs"
          w={130}
          label="Target in percent"
          placeholder="98"
          inputMode="decimal"
          value={percent}
          onChange={(event) => setPercent(event.currentTarget.value)}
        />
        <TextInput
          id={ids.from}
          size="xs"
          w={120}
          type="month"
          label="From month"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" loading={saving.pending} disabled={percent.trim() === ''}>
          Set target
        </Button>
      </div>
    </form>
  )
}
