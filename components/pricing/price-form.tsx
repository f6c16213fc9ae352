'use client'

import { SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { useActionForm } from '@/components/settings/use-action-form'
import { endModelPriceAction, removeModelPriceAction, setPriceAction } from '@/lib/pricing/actions'
import { windowKeyOf } from '@/lib/pricing/edit-prices'
import type { DraftEdit, EditFormProps } from './edit-drawer'
import { editInDraft } from './edit-in-draft'
import { meterFieldLabels, toMidnight } from './form-fields'
import { checkPriceValues, fillPriceValues, listPriceChoices, type PriceMode, type PriceValues, toPrice } from './price-edits'
import { BandsFields, RatesFields } from './rates-fields'

const modes: Readonly<Record<PriceMode, { label: string; explanation: string; button: string }>> = {
  add: {
    label: 'From a day on',
    explanation: 'The price in force until then ends on that day; usage before it keeps its price.',
    button: 'Add to the draft',
  },
  correct: {
    label: 'Correct',
    explanation: 'Says what the price should have been for the whole of its time. Past usage can then be rated anew.',
    button: 'Correct in the draft',
  },
  end: {
    label: 'End',
    explanation: 'From that day on this tier has no price, and its usage no known cost.',
    button: 'End in the draft',
  },
  remove: {
    label: 'Take out',
    explanation: 'As if this price had never been. Usage of its time then has no known cost.',
    button: 'Take out in the draft',
  },
}

const fields = {
  mode: { label: 'What happens' },
  chosen: { label: 'Price', fieldId: 'price-chosen' },
  tier: { label: 'Tier', fieldId: 'price-tier' },
  from: { label: 'Day', fieldId: 'price-from' },
  at: { label: 'Day', fieldId: 'price-from' },
  rates: { label: 'Rates' },
  ...meterFieldLabels('rate'),
  'band-0-over': { label: 'Context band 1', fieldId: 'band-0-over' },
  'band-1-over': { label: 'Context band 2', fieldId: 'band-1-over' },
}

type PriceFormProps = EditFormProps & Omit<Extract<DraftEdit, { kind: 'price' }>, 'kind'>

/** Changes what a model costs: from a day on, all along, or no more. */
export function PriceForm({ draftId, provider, model, prices, chosen, onCancel, onDone }: PriceFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<PriceValues, { draftId: string }>({
    initialValues: fillPriceValues(prices, String(findChosen(prices, chosen)), chosen === null ? 'add' : 'correct'),
    check: checkPriceValues,
    action: (values) => editInDraft(draftId, (id) => send(id, values)),
    onDone: (result) => onDone(result.draftId, `The price of ${model} is changed in the draft.`),
  })
  const { mode } = form.values
  const setsRates = mode === 'add' || mode === 'correct'

  const send = (id: string, values: PriceValues) => {
    const template = prices[Number(values.chosen)]
    const line = { draftId: id, provider, model }
    if (values.mode === 'add' || values.mode === 'correct') {
      return setPriceAction({ ...line, mode: values.mode, price: toPrice(values, template) })
    }
    const tier = template?.tier ?? values.tier
    const window = template ? windowKeyOf(template) : ''
    return values.mode === 'end'
      ? endModelPriceAction({ ...line, tier, window, at: toMidnight(values.from) })
      : removeModelPriceAction({ ...line, tier, window, from: template?.from ?? null })
  }

  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={fields}
      submitLabel={modes[mode].button}
      onCancel={onCancel}
    >
      <SegmentedControl
        aria-label="What happens"
        value={mode}
        onChange={(value) => form.setFieldValue('mode', isMode(value) ? value : 'add')}
        data={Object.entries(modes).map(([value, { label }]) => ({ value, label }))}
      />
      <Text size="sm" c="dimmed">
        {modes[mode].explanation}
      </Text>
      <Select
        id="price-chosen"
        label={mode === 'add' ? 'Like which price' : 'Which price'}
        description={mode === 'add' ? 'Its rates are the start; its times of day stay.' : undefined}
        data={listPriceChoices(prices)}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        value={form.values.chosen}
        onChange={(value) => value !== null && form.setValues(fillPriceValues(prices, value, mode))}
        error={form.errors.chosen}
      />
      {mode === 'add' && <TextInput id="price-tier" label="Tier" autoComplete="off" required {...form.getInputProps('tier')} />}
      {(mode === 'add' || mode === 'end') && (
        <TextInput
          id="price-from"
          type="date"
          label={mode === 'add' ? 'From' : 'Ends on'}
          description="Midnight UTC at the beginning of this day."
          required
          {...form.getInputProps('from')}
          error={form.errors.from ?? form.errors.at}
        />
      )}
      {setsRates && (
        <>
          <RatesFields
            legend="Rates"
            name="rate"
            value={form.values.rates}
            errors={form.errors}
            onChange={(rates) => form.setFieldValue('rates', rates)}
          />
          <BandsFields value={form.values.bands} errors={form.errors} onChange={(bands) => form.setFieldValue('bands', bands)} />
        </>
      )}
    </FormFrame>
  )
}

function isMode(text: string): text is PriceMode {
  return text in modes
}

/** The place of the price that was pressed; of the standard one in doubt. */
function findChosen(prices: PriceFormProps['prices'], chosen: PriceFormProps['chosen']): number {
  const found = chosen
    ? prices.findIndex(
        (price) => price.tier === chosen.tier && windowKeyOf(price) === chosen.window && isSameStart(price.from, chosen.from),
      )
    : prices.findLastIndex((price) => price.tier === 'standard' && windowKeyOf(price) === '')
  return Math.max(0, found)
}

function isSameStart(left: string | undefined, right: string | null): boolean {
  return left === undefined || right === null ? (left ?? null) === right : Date.parse(left) === Date.parse(right)
}
