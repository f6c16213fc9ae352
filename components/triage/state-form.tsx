'use client'

import { Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { useAction } from '@/components/settings/use-action'
import { moveFindingsAction } from '@/lib/triage/actions'
import type { Finding } from '@/lib/triage/queries'
import { countFindings, refOf, stateWords } from './finding-words'
import { moveBack } from './take-back'
import type { TriageActions } from './use-triage-actions'

const states = ['open', 'in_progress', 'waiting'] as const
const details = {
  open: 'Nobody works on it yet.',
  in_progress: 'Somebody works on it.',
  waiting: 'It waits for somebody else: say for whom.',
} as const

interface StateFormProps {
  findings: readonly Finding[]
  actions: TriageActions
  onDone: () => void
}

/** Says how far the work on findings is. That one is resolved needs no saying: it leaves its lane. */
export function StateForm({ findings, actions, onDone }: StateFormProps) {
  const current = states.find((state) => state === findings[0]?.state) ?? 'open'
  const [state, setState] = useState<(typeof states)[number]>(current === 'open' ? 'in_progress' : current)
  const [comment, setComment] = useState('')
  const saving = useAction(moveFindingsAction)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await saving.run({ findings: findings.map(refOf), state, comment: comment.trim() || null })
    if (!answer?.ok) return
    const message = `${countFindings(answer.result.changed)}: ${stateWords[state].label.toLowerCase()}.`
    // What was accepted had a reason and a day, which are gone: only a new acceptance brings them back.
    if (findings.some((finding) => finding.state === 'accepted')) actions.tell(message)
    else actions.tellAct({ id: crypto.randomUUID(), message, takeBack: () => moveBack(findings) })
    onDone()
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <ActionError failure={saving.failure} fields={{ comment: { label: 'Comment' } }} />
        <Radio.Group
          label="How far it is"
          value={state}
          onChange={(value) => setState(states.find((one) => one === value) ?? 'in_progress')}
        >
          <Stack gap={8} mt={6}>
            {states.map((value) => (
              <Radio
                key={value}
                value={value}
                label={stateWords[value].label}
                description={details[value]}
                data-autofocus={value === state || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="Comment"
          rows={2}
          maxLength={2_000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={saving.pending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
