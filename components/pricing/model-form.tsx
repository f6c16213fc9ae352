'use client'

import { Autocomplete, TagsInput, Text, TextInput } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { useActionForm } from '@/components/settings/use-action-form'
import type { FieldError } from '@/lib/errors'
import { addCustomModelAction, addPriceProviderAction } from '@/lib/pricing/actions'
import { parseQuantity } from '@/lib/pricing/parse-quantity'
import type { EditFormProps } from './edit-drawer'
import { editInDraft } from './edit-in-draft'
import { meterFieldLabels, toMidnight } from './form-fields'
import { checkRates, RatesFields, type RateValues, toRates } from './rates-fields'

type ModelValues = {
  provider: string
  model: string
  name: string
  contextWindow: string
  tier: string
  from: string
  names: string[]
  rates: RateValues
}

const fields = {
  provider: { label: 'Provider', fieldId: 'model-provider' },
  model: { label: 'Model', fieldId: 'model-model' },
  name: { label: 'Name to show', fieldId: 'model-name' },
  contextWindow: { label: 'Context window', fieldId: 'model-context' },
  context_window: { label: 'Context window', fieldId: 'model-context' },
  tier: { label: 'Tier', fieldId: 'model-tier' },
  from: { label: 'In force from', fieldId: 'model-from' },
  aliases: { label: 'Other names', fieldId: 'model-names' },
  rates: { label: 'Rates' },
  ...meterFieldLabels('rate'),
}

/** Adds a model that the list prices do not have: self-hosted, fine-tuned, or sold by somebody new. */
export function ModelForm({ draftId, providers, onCancel, onDone }: EditFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<ModelValues, { draftId: string }>({
    initialValues: {
      provider: '',
      model: '',
      name: '',
      contextWindow: '',
      tier: 'standard',
      from: '',
      names: [],
      rates: { input: '', cached_input: '', output: '' },
    },
    check,
    action: (values) => {
      const provider = values.provider.trim().toLowerCase()
      return editInDraft(draftId, async (id) => {
        if (!providers.some((one) => one.provider === provider)) {
          const added = await addPriceProviderAction({ draftId: id, provider })
          // Added to this draft earlier, which the page's list of published providers does not know.
          if (!added.ok && !added.errors.some(({ message }) => message.includes(`already means ${provider}`))) return added
        }
        return addCustomModelAction({ draftId: id, provider, entry: toEntry(values) })
      })
    },
    onDone: (result, values) => onDone(result.draftId, `${values.model.trim().toLowerCase()} is in the draft.`),
  })
  const isNewProvider =
    form.values.provider.trim() !== '' && !providers.some((one) => one.provider === form.values.provider.trim().toLowerCase())
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={fields}
      submitLabel="Add to the draft"
      onCancel={onCancel}
    >
      <Autocomplete
        id="model-provider"
        label="Provider"
        description={
          isNewProvider ? 'A new provider: it is added to the draft too.' : 'Who sells it, or a name for your own servers.'
        }
        data={providers.map(({ provider }) => provider)}
        limit={60}
        required
        data-autofocus
        openOnFocus={false}
        comboboxProps={{ withinPortal: false }}
        {...form.getInputProps('provider')}
      />
      <TextInput
        id="model-model"
        label="Model"
        description="The name as usage reports it, in lower case."
        autoComplete="off"
        required
        {...form.getInputProps('model')}
      />
      <TagsInput
        id="model-names"
        label="Other names"
        description="Spellings that mean this model. Enter after each."
        {...form.getInputProps('names')}
        error={form.errors.aliases}
        comboboxProps={{ withinPortal: false }}
      />
      <TextInput id="model-name" label="Name to show" autoComplete="off" {...form.getInputProps('name')} />
      <TextInput
        id="model-context"
        label="Context window"
        description="In tokens, such as 128K."
        autoComplete="off"
        {...form.getInputProps('contextWindow')}
      />
      <TextInput id="model-tier" label="Tier" autoComplete="off" required {...form.getInputProps('tier')} />
      <TextInput
        id="model-from"
        type="date"
        label="In force from"
        description="Midnight UTC; blank: since ever."
        {...form.getInputProps('from')}
      />
      <RatesFields
        legend="Rates"
        name="rate"
        value={form.values.rates}
        errors={form.errors}
        onChange={(rates) => form.setFieldValue('rates', rates)}
      />
      {form.errors.rates && (
        <Text size="xs" c="var(--mantine-color-error)">
          {form.errors.rates}
        </Text>
      )}
    </FormFrame>
  )
}

function check(values: ModelValues): FieldError[] {
  const needed = (['provider', 'model', 'tier'] as const).flatMap((field) =>
    values[field].trim() === '' ? [{ path: field, message: 'is needed' }] : [],
  )
  const context = values.contextWindow.trim() === '' ? null : parseQuantity(values.contextWindow)
  return [
    ...needed,
    ...(context?.ok === false ? [{ path: 'contextWindow', message: context.message }] : []),
    ...(Object.keys(toRates(values.rates)).length === 0
      ? [{ path: 'rates', message: 'name at least one; what is free costs 0' }]
      : []),
    ...checkRates(values.rates, 'rate'),
  ]
}

function toEntry(values: ModelValues) {
  const context = parseQuantity(values.contextWindow)
  const names = values.names.map((name) => name.trim().toLowerCase()).filter(Boolean)
  return {
    model: values.model.trim().toLowerCase(),
    ...(values.name.trim() !== '' && { name: values.name.trim() }),
    ...(context.ok && { context_window: Number(context.value) }),
    ...(names.length > 0 && { aliases: { exact: names } }),
    prices: [
      {
        tier: values.tier.trim().toLowerCase(),
        ...(values.from !== '' && { from: toMidnight(values.from) }),
        rates: toRates(values.rates),
      },
    ],
  }
}
