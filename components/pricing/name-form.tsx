'use client'

import { SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FormFrame } from '@/components/settings/form-frame'
import { useActionForm } from '@/components/settings/use-action-form'
import type { FieldError } from '@/lib/errors'
import { mapModelNameAction, unmapModelNameAction } from '@/lib/pricing/actions'
import type { EditFormProps } from './edit-drawer'
import { editInDraft } from './edit-in-draft'
import { ModelPicker } from './model-picker'

type Kind = 'exact' | 'prefix' | 'family' | 'suffix' | 'contains' | 'regex'
type NameValues = { provider: string; model: string; kind: Kind; pattern: string }

const kinds: readonly { value: Kind; label: string }[] = [
  { value: 'exact', label: 'The name is exactly' },
  { value: 'prefix', label: 'The name begins with' },
  { value: 'family', label: 'A version of (dates and revisions may follow)' },
  { value: 'suffix', label: 'The name ends with' },
  { value: 'contains', label: 'The name contains' },
  { value: 'regex', label: 'The name fits the pattern' },
]

const fields = {
  provider: { label: 'Provider', fieldId: 'map-provider' },
  model: { label: 'Model that it means', fieldId: 'map-model' },
  kind: { label: 'How it is compared', fieldId: 'map-kind' },
  pattern: { label: 'Name that is sent', fieldId: 'map-pattern' },
}

/** Lets a name that sources send mean a model, or takes one away. */
export function NameForm({ draftId, providers, onCancel, onDone }: EditFormProps) {
  const [isRemoval, setRemoval] = useState(false)
  const { form, onSubmit, pending, failure } = useActionForm<NameValues, { draftId: string }>({
    initialValues: { provider: '', model: '', kind: 'exact', pattern: '' },
    check: (values) => check(values, isRemoval),
    action: ({ model, ...name }) =>
      editInDraft(draftId, (id) =>
        isRemoval ? unmapModelNameAction({ draftId: id, ...name }) : mapModelNameAction({ draftId: id, model, ...name }),
      ),
    onDone: (result, { pattern }) =>
      onDone(result.draftId, `“${pattern.trim()}” is ${isRemoval ? 'taken away' : 'mapped'} in the draft.`),
  })
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={fields}
      submitLabel={isRemoval ? 'Take away in the draft' : 'Map in the draft'}
      onCancel={onCancel}
    >
      <SegmentedControl
        aria-label="Map or take away"
        value={isRemoval ? 'remove' : 'map'}
        onChange={(value) => setRemoval(value === 'remove')}
        data={[
          { value: 'map', label: 'Map a name' },
          { value: 'remove', label: 'Take a name away' },
        ]}
      />
      <Text size="sm" c="dimmed">
        Names are compared in lower case. Usage that is recorded already keeps its price until it is rated anew.
      </Text>
      <Select
        id="map-kind"
        label="How it is compared"
        data={kinds}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        {...form.getInputProps('kind')}
      />
      <TextInput
        id="map-pattern"
        label="Name that is sent"
        placeholder="prod-chat-model"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('pattern')}
      />
      <ModelPickerOrProvider isRemoval={isRemoval} providers={providers} form={form} />
    </FormFrame>
  )
}

interface PickerProps {
  isRemoval: boolean
  providers: EditFormProps['providers']
  form: ReturnType<typeof useActionForm<NameValues, { draftId: string }>>['form']
}

function ModelPickerOrProvider({ isRemoval, providers, form }: PickerProps) {
  if (isRemoval) {
    return (
      <Select
        id="map-provider"
        label="Provider"
        data={providers.map(({ provider }) => provider)}
        searchable
        required
        comboboxProps={{ withinPortal: false }}
        {...form.getInputProps('provider')}
      />
    )
  }
  return (
    <ModelPicker
      id="map"
      providers={providers}
      provider={form.values.provider}
      model={form.values.model}
      onProviderChange={(provider) => form.setFieldValue('provider', provider)}
      onModelChange={(model) => form.setFieldValue('model', model)}
      providerError={form.errors.provider}
      modelError={form.errors.model}
      modelLabel="Model that it means"
    />
  )
}

function check({ provider, model, pattern }: NameValues, isRemoval: boolean): FieldError[] {
  return Object.entries({ pattern, provider, ...(!isRemoval && { model }) }).flatMap(([path, text]) =>
    (text ?? '').trim() === '' ? [{ path, message: 'is needed' }] : [],
  )
}
