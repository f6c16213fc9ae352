'use client'

import { Text, Textarea, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { useActionForm } from '@/components/settings/use-action-form'
import { formatDate } from '@/components/ui/format-date'
import { publishDraftAction } from '@/lib/pricing/actions'
import type { DraftDetail } from '@/lib/pricing/queries/drafts'
import { describeCounts } from './change-kinds'

const fields = {
  note: { label: 'What changes and why', fieldId: 'publish-note' },
  asOf: { label: 'Compared with providers on', fieldId: 'publish-as-of' },
}

/** Says what publishing will change, asks why, and publishes what was looked at. */
export function PublishForm({ draft, onCancel }: { draft: DraftDetail; onCancel: () => void }) {
  const router = useRouter()
  const past = draft.changes.filter(({ isPast }) => isPast).length
  const { form, onSubmit, pending, failure } = useActionForm<{ note: string; asOf: string }, { version: number }>({
    initialValues: { note: draft.note, asOf: '' },
    check: ({ note }) => (note.trim() === '' ? [{ path: 'note', message: 'say what changes and why' }] : []),
    action: ({ note, asOf }) =>
      publishDraftAction({ draftId: draft.id, note, revision: draft.revision, ...(asOf !== '' && { asOf }) }),
    onDone: ({ version }) => {
      onCancel()
      notifyDone(`Version ${version} is published.`)
      router.push(`/pricing/versions/${version}`)
    },
  })
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={fields}
      submitLabel={`Publish version ${draft.latestVersion + 1}`}
      onCancel={onCancel}
    >
      <Text size="sm">
        Version {draft.latestVersion + 1} changes: {describeCounts(draft.changeCounts)}. From then on usage is priced by it. A
        published version cannot be changed or withdrawn; what is wrong in it is corrected by the next.
      </Text>
      {past > 0 && (
        <Text size="sm" c="var(--attention)">
          {past === 1 ? '1 change bears' : `${past} changes bear`} on time that is past: usage priced already keeps its cost until
          it is rated anew.
        </Text>
      )}
      <Textarea
        id="publish-note"
        label="What changes and why"
        autosize
        minRows={3}
        maxLength={500}
        required
        data-autofocus
        {...form.getInputProps('note')}
      />
      <TextInput
        id="publish-as-of"
        type="date"
        label="Compared with providers on"
        description={`Only if all figures were compared anew; blank: ${formatDate(draft.asOf)}, as before.`}
        {...form.getInputProps('asOf')}
      />
    </FormFrame>
  )
}
