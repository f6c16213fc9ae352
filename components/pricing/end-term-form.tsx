'use client'

import { Text, TextInput } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { useActionForm } from '@/components/settings/use-action-form'
import { endContractTermAction } from '@/lib/pricing/actions'
import { describeEffect } from './describe-term'
import type { DraftEdit, EditFormProps } from './edit-drawer'
import { editInDraft } from './edit-in-draft'
import { toMidnight } from './form-fields'

interface EndTermFormProps extends EditFormProps {
  term: Extract<DraftEdit, { kind: 'end-term' }>['term']
}

const fields = { to: { label: 'Ends on', fieldId: 'term-end' }, term: { label: 'Term' } }

/** Lets a contract term end on a day. */
export function EndTermForm({ draftId, term, onCancel, onDone }: EndTermFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<{ to: string }, { draftId: string }>({
    initialValues: { to: '' },
    check: ({ to }) => (to === '' ? [{ path: 'to', message: 'choose a day' }] : []),
    action: ({ to }) => editInDraft(draftId, (id) => endContractTermAction({ draftId: id, term: term.id, to: toMidnight(to) })),
    onDone: (result) => onDone(result.draftId, 'The end of the term is in the draft.'),
  })
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={fields}
      submitLabel="End in the draft"
      onCancel={onCancel}
    >
      <Text size="sm">
        {describeEffect(term)}, {term.provider}. From that day on the list price is charged, or the next specific term. A term
        that has not begun by then is withdrawn.
      </Text>
      <TextInput
        id="term-end"
        type="date"
        label="Ends on"
        description="Midnight UTC at the beginning of this day."
        required
        data-autofocus
        {...form.getInputProps('to')}
      />
    </FormFrame>
  )
}
