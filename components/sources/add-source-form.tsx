'use client'

import { TextInput } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { createSourceAction } from '@/lib/sources/actions'
import type { SourcesPageData } from '@/lib/sources/loaders'
import { createSourceSchema } from '@/lib/sources/schema'
import { SourceFields, type SourceValues, sourceFieldLabels } from './source-fields'

interface AddSourceFormProps {
  formats: SourcesPageData['formats']
  onDone: (slug: string) => void
}

/** Makes a source; its key is made on its page. */
export function AddSourceForm({ formats, onDone }: AddSourceFormProps) {
  const toInput = ({ slug, format, role, rank }: SourceValues) => ({
    ...{ slug: slug.trim(), format, role },
    rank: rank === '' ? undefined : Number(rank),
  })
  const { form, onSubmit, pending, failure } = useActionForm<SourceValues, { slug: string }>({
    initialValues: { slug: '', format: 'canonical', role: 'ledger', rank: formats[0]?.rank ?? 20 },
    check: (values) => checkAgainst(createSourceSchema, toInput(values)),
    action: (values) => createSourceAction(toInput(values)),
    onDone: ({ slug }) => onDone(slug),
  })
  return (
    <FormFrame onSubmit={onSubmit} pending={pending} failure={failure} fields={sourceFieldLabels} submitLabel="Add source">
      <TextInput
        id={sourceFieldLabels.slug.fieldId}
        label={sourceFieldLabels.slug.label}
        description="One gateway, SDK or exporter, such as litellm-eu. It stays: calls without ids of their own are told apart by it."
        placeholder="litellm-eu"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('slug')}
      />
      <SourceFields form={form} formats={formats} followsFormat />
    </FormFrame>
  )
}
