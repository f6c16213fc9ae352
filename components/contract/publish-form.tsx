'use client'

import { Text, Textarea } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { useActionForm } from '@/components/settings/use-action-form'
import { FormError } from '@/components/ui/form-error'
import { publishContractAction } from '@/lib/attribution/contract/actions'
import type { ContractChange } from '@/lib/attribution/contract/compare-contracts'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import type { FieldError } from '@/lib/errors'
import { ContractChanges } from './contract-changes'

interface PublishFormProps {
  version: number
  document: ContractDocument
  reusedColumns: number[]
  changes: readonly ContractChange[]
  /** What keeps it from being published, by the path in the document. */
  faults: readonly FieldError[]
  onDone: () => void
  onCancel: () => void
}

const fields = { note: { label: 'What changes and why', fieldId: 'contract-note' } }

/** Shows what publishing changes, asks why, and publishes what was looked at. */
export function PublishForm({ version, document, reusedColumns, changes, faults, onDone, onCancel }: PublishFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<{ note: string }, { version: number }>({
    initialValues: { note: '' },
    check: ({ note }) => (note.trim() === '' ? [{ path: 'note', message: 'say what changes and why' }] : []),
    action: ({ note }) => publishContractAction({ document, basedOn: version, note, reusedColumns }),
    onDone: ({ version: published }) => {
      onDone()
      notifyDone(`Version ${published} of the contract is in force.`)
    },
  })
  const isBlocked = faults.length > 0 || changes.length === 0
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={fields}
      submitLabel={`Publish version ${version + 1}`}
      disabled={isBlocked}
      onCancel={onCancel}
      cancelLabel="Back to editing"
    >
      {faults.length > 0 && (
        <FormError
          message="The contract cannot be published as it is."
          fields={faults.map(({ path, message }) => ({ label: path, message }))}
        />
      )}
      {changes.length === 0 ? (
        <Text size="sm">It says the same as version {version}: there is nothing to publish.</Text>
      ) : (
        <>
          <Text size="sm">
            It holds for every request from then on. What came in before stays as it was read; findings follow at once.
          </Text>
          <ContractChanges changes={changes} />
        </>
      )}
      <Textarea
        id="contract-note"
        label="What changes and why"
        description="Those who send read it in the list of versions."
        rows={3}
        maxLength={300}
        required
        data-autofocus
        {...form.getInputProps('note')}
      />
    </FormFrame>
  )
}
