'use client'

import { Text } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { editSourceAction } from '@/lib/sources/actions'
import type { SourceView } from '@/lib/sources/list-sources'
import type { SourcesPageData } from '@/lib/sources/loaders'
import { editSourceSchema } from '@/lib/sources/schema'
import { SourceFields, type SourceValues, sourceFieldLabels } from './source-fields'

interface EditSourceFormProps {
  source: SourceView
  formats: SourcesPageData['formats']
  onDone: () => void
}

/** Changes format, role and rank of a source. */
export function EditSourceForm({ source, formats, onDone }: EditSourceFormProps) {
  const toInput = ({ slug, format, role, rank }: SourceValues) => ({ slug, format, role, rank: Number(rank) })
  const { slug, format, role, rank } = source
  const { form, onSubmit, pending, failure } = useActionForm<SourceValues, { slug: string }>({
    initialValues: { slug, format, role, rank },
    check: (values) => checkAgainst(editSourceSchema, toInput(values)),
    action: (values) => editSourceAction(toInput(values)),
    onDone: () => {
      notifyDone(`“${slug}” was changed.`)
      onDone()
    },
  })
  return (
    <FormFrame onSubmit={onSubmit} pending={pending} failure={failure} fields={sourceFieldLabels} submitLabel="Save">
      <Text size="sm" c="dimmed">
        What was booked stays as it is; this is for what comes from now on.
      </Text>
      <SourceFields form={form} formats={formats} />
    </FormFrame>
  )
}
