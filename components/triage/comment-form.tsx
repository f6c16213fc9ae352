'use client'

import { Button, Group, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { useAction } from '@/components/settings/use-action'
import { commentOnFindingsAction } from '@/lib/triage/actions'
import type { Finding } from '@/lib/triage/queries'
import { refOf } from './finding-words'
import type { TriageActions } from './use-triage-actions'

/** Adds to the conversation about a finding. */
export function CommentForm({ finding, actions }: { finding: Finding; actions: TriageActions }) {
  const [comment, setComment] = useState('')
  const saving = useAction(commentOnFindingsAction)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (comment.trim() === '') return
    const answer = await saving.run({ findings: [refOf(finding)], comment })
    if (!answer?.ok) return
    setComment('')
    actions.tell('Your comment was added.')
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      <ActionError failure={saving.failure} />
      <Textarea
        label="Comment"
        rows={2}
        maxLength={2_000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt={8}>
        <Button type="submit" size="xs" variant="default" loading={saving.pending} disabled={comment.trim() === ''}>
          Add comment
        </Button>
      </Group>
    </form>
  )
}
