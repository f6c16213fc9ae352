'use client'

import { SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { useActionForm } from '@/components/settings/use-action-form'
import type { FieldError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { addContractTermAction } from '@/lib/pricing/actions'
import { meterNames } from '@/lib/pricing/meters'
import { contractTermSchema } from '@/lib/pricing/resolve-terms'
import type { EditFormProps } from './edit-drawer'
import { editInDraft } from './edit-in-draft'
import { toMidnight } from './form-fields'
import { meterLabels } from './meter-labels'
import { ModelPicker } from './model-picker'

type TermValues = {
  kind: 'percentage' | 'fixed'
  value: string
  provider: string
  account: string
  model: string
  /** A class, `group:input` for a group of them, blank for everything. */
  target: string
  tier: string
  from: string
  to: string
}

const fields = {
  value: { label: 'Value', fieldId: 'term-value' },
  provider: { label: 'Provider', fieldId: 'term-provider' },
  account: { label: 'Account', fieldId: 'term-account' },
  model: { label: 'Model', fieldId: 'term-model' },
  target: { label: 'What it is about', fieldId: 'term-target' },
  meter: { label: 'What it is about', fieldId: 'term-target' },
  meter_group: { label: 'What it is about', fieldId: 'term-target' },
  tier: { label: 'Tier', fieldId: 'term-tier' },
  from: { label: 'From', fieldId: 'term-from' },
  to: { label: 'Until', fieldId: 'term-to' },
}

const groups = [
  { value: 'group:input', label: 'All input' },
  { value: 'group:output', label: 'All output' },
  { value: 'group:other', label: 'All calls, pages and time' },
]
const classes = meterNames.map((meter) => ({ value: meter, label: meterLabels[meter].label }))

/** Adds a dated agreement: a percentage off the list, or a fixed rate of one class. */
export function TermForm({ draftId, providers, onCancel, onDone }: EditFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<TermValues, { draftId: string }>({
    initialValues: {
      kind: 'percentage',
      value: '',
      provider: '',
      account: '',
      model: '',
      target: '',
      tier: '',
      from: '',
      to: '',
    },
    check,
    action: (values) =>
      editInDraft(draftId, async (id) => {
        const answer = await addContractTermAction({ draftId: id, term: toTerm(values) })
        return answer.ok ? answer : { ...answer, errors: answer.errors.map(toOwnField) }
      }),
    onDone: (result) => onDone(result.draftId, 'The contract term is in the draft.'),
  })
  const isFixed = form.values.kind === 'fixed'
  const meter = meterNames.find((name) => name === form.values.target)
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={fields}
      submitLabel="Add to the draft"
      onCancel={onCancel}
    >
      <SegmentedControl
        aria-label="Kind of term"
        data={[
          { value: 'percentage', label: 'Percentage off' },
          { value: 'fixed', label: 'Fixed rate' },
        ]}
        {...form.getInputProps('kind')}
      />
      <TextInput
        id="term-value"
        label={isFixed ? 'Rate in USD' : 'Percent off the list'}
        description={
          isFixed
            ? `Per ${meter ? meterLabels[meter].per : 'the quantity that the class is published for'}.`
            : 'Such as 12.5; a surcharge is negative.'
        }
        inputMode="decimal"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('value')}
      />
      <Select
        id="term-target"
        label="What it is about"
        placeholder={isFixed ? 'Choose a class' : 'Everything'}
        data={
          isFixed
            ? classes
            : [
                { group: 'Groups', items: groups },
                { group: 'Classes', items: classes },
              ]
        }
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Everything' }}
        required={isFixed}
        comboboxProps={{ withinPortal: false }}
        {...form.getInputProps('target')}
        value={form.values.target || null}
        onChange={(target) => form.setFieldValue('target', target ?? '')}
      />
      <ModelPicker
        id="term"
        providers={providers}
        provider={form.values.provider}
        model={form.values.model}
        onProviderChange={(provider) => form.setFieldValue('provider', provider)}
        onModelChange={(model) => form.setFieldValue('model', model)}
        providerError={form.errors.provider}
        modelError={form.errors.model}
        providerLabel="Provider that bills"
        modelDescription="Blank: every model that the provider bills."
        required={false}
      />
      <TextInput
        id="term-account"
        label="Account"
        description="The provider account that is billed; blank: every account."
        autoComplete="off"
        {...form.getInputProps('account')}
      />
      <TextInput
        id="term-tier"
        label="Tier"
        description={isFixed ? 'Blank: standard.' : 'Blank: every tier.'}
        autoComplete="off"
        {...form.getInputProps('tier')}
      />
      <TextInput
        id="term-from"
        type="date"
        label="From"
        description="Midnight UTC; blank: since ever."
        {...form.getInputProps('from')}
      />
      <TextInput
        id="term-to"
        type="date"
        label="Until"
        description="Not including this day; blank: open."
        {...form.getInputProps('to')}
      />
      <Text size="sm" c="dimmed">
        The most specific term wins alone: account, then model, then class. Terms do not add up.
      </Text>
    </FormFrame>
  )
}

function check(values: TermValues): FieldError[] {
  const needed = (['value', 'provider'] as const).flatMap((field) =>
    values[field].trim() === '' ? [{ path: field, message: 'is needed' }] : [],
  )
  if (needed.length > 0) return needed
  const parsed = contractTermSchema.safeParse({ id: 'new', ...toTerm(values) })
  return parsed.success ? [] : toFieldErrors(parsed.error).map(toOwnField)
}

/** The server speaks of a class or a group of classes, the form has one field for both. */
function toOwnField({ path, message }: FieldError): FieldError {
  return { path: /^(term\.)?meter(_group)?$/.test(path) ? 'target' : path, message }
}

function toTerm({ kind, value, target, from, to, ...values }: TermValues) {
  const textOf = (text: string) => text.trim() || null
  const group = groups.find((one) => one.value === target)?.value.slice('group:'.length)
  return {
    kind,
    value: value.trim(),
    provider: values.provider.trim().toLowerCase(),
    account: textOf(values.account),
    model: textOf(values.model.toLowerCase()),
    tier: textOf(values.tier.toLowerCase()),
    meter: meterNames.find((name) => name === target) ?? null,
    meter_group: group === 'input' || group === 'output' || group === 'other' ? group : null,
    from: from === '' ? null : toMidnight(from),
    to: to === '' ? null : toMidnight(to),
  } as const
}
