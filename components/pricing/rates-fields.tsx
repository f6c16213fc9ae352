'use client'

import { ActionIcon, Button, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { FieldError } from '@/lib/errors'
import { type MeterName, meterNames } from '@/lib/pricing/meters'
import { parseQuantity } from '@/lib/pricing/parse-quantity'
import { decimalText } from '@/lib/pricing/price-book-document'
import { isMeterName, meterLabels, sortMeters } from './meter-labels'
import classes from './pricing.module.css'

/** Rates as typed, by class; blank means none. */
export type RateValues = Readonly<Record<string, string>>

/** A context band as typed. */
export interface BandValues {
  readonly over: string
  readonly inclusive: boolean
  readonly rates: RateValues
}

interface RatesFieldsProps {
  legend: string
  /** Of the fields: `rate` or `band-0`. */
  name: string
  value: RateValues
  errors: Readonly<Record<string, unknown>>
  onChange: (value: RateValues) => void
}

/** A rate for each class that is charged; classes are added as needed. */
export function RatesFields({ legend, name, value, errors, onChange }: RatesFieldsProps) {
  const shown = sortMeters(Object.keys(value)).filter(isMeterName)
  const left = meterNames.filter((meter) => value[meter] === undefined)
  return (
    <fieldset className={classes.group}>
      <legend>{legend}</legend>
      <Stack gap={8}>
        {shown.map((meter) => (
          <div key={meter} className={classes.rate}>
            <label htmlFor={`${name}-${meter}`}>
              {meterLabels[meter].label}
              <span className={classes.small}>USD per {meterLabels[meter].per}</span>
            </label>
            <TextInput
              id={`${name}-${meter}`}
              inputMode="decimal"
              autoComplete="off"
              placeholder="none"
              value={value[meter] ?? ''}
              error={asText(errors[`${name}-${meter}`])}
              onChange={(event) => onChange({ ...value, [meter]: event.currentTarget.value })}
            />
            <ActionIcon
              variant="default"
              size={36}
              aria-label={`Remove ${meterLabels[meter].label} from ${legend}`}
              onClick={() => onChange(Object.fromEntries(Object.entries(value).filter(([key]) => key !== meter)))}
            >
              <IconX size={15} stroke={1.5} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <Select
          aria-label={`Add a class to ${legend}`}
          placeholder="Add a class"
          data={left.map((meter) => ({ value: meter, label: meterLabels[meter].label }))}
          value={null}
          onChange={(meter) => meter && onChange({ ...value, [meter]: '' })}
          searchable
          comboboxProps={{ withinPortal: false }}
        />
      </Stack>
    </fieldset>
  )
}

interface BandsFieldsProps {
  value: readonly BandValues[]
  errors: Readonly<Record<string, unknown>>
  onChange: (value: readonly BandValues[]) => void
}

/** Rates for long contexts: from a number of input tokens on they replace the rates of all tokens of the request. */
export function BandsFields({ value, errors, onChange }: BandsFieldsProps) {
  const replace = (index: number, change: Partial<BandValues>) =>
    onChange(value.map((band, position) => (position === index ? { ...band, ...change } : band)))
  return (
    <Stack gap="sm">
      {value.map((band, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bands have no other identity while they are typed
        <Stack key={index} gap={8}>
          <TextInput
            id={`band-${index}-over`}
            label={`Context band ${index + 1}: ${band.inclusive ? 'from' : 'above'} input tokens`}
            placeholder="272,000"
            value={band.over}
            error={asText(errors[`band-${index}-over`])}
            onChange={(event) => replace(index, { over: event.currentTarget.value })}
          />
          <RatesFields
            legend={`Rates of band ${index + 1}`}
            name={`band-${index}`}
            value={band.rates}
            errors={errors}
            onChange={(rates) => replace(index, { rates })}
          />
          <Button
            variant="subtle"
            size="xs"
            style={{ justifySelf: 'start' }}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            Remove band {index + 1}
          </Button>
        </Stack>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
        onClick={() => onChange([...value, { over: '', inclusive: false, rates: { input: '', output: '' } }])}
      >
        Add a context band
      </Button>
    </Stack>
  )
}

/** What is wrong with rates as typed, each under its field. */
export function checkRates(rates: RateValues, name: string): FieldError[] {
  return Object.entries(rates).flatMap(([meter, rate]) =>
    rate.trim() === '' || decimalText.safeParse(rate.trim()).success
      ? []
      : [{ path: `${name}-${meter}`, message: 'write a decimal such as 0.15, not negative' }],
  )
}

/** The same for bands and their thresholds. */
export function checkBands(bands: readonly BandValues[]): FieldError[] {
  return bands.flatMap((band, index) => {
    const over = parseQuantity(band.over)
    return [
      ...(over.ok ? [] : [{ path: `band-${index}-over`, message: over.message }]),
      ...checkRates(band.rates, `band-${index}`),
    ]
  })
}

/** Rates as the book takes them, blanks left out. */
export function toRates(rates: RateValues): Partial<Record<MeterName, string>> {
  const filled: Partial<Record<MeterName, string>> = {}
  for (const meter of meterNames) {
    const rate = rates[meter]?.trim() ?? ''
    if (rate !== '') filled[meter] = rate
  }
  return filled
}

/** Bands as the book takes them; nothing where there are none. Needs `checkBands`. */
export function toBands(bands: readonly BandValues[]) {
  if (bands.length === 0) return {}
  return {
    bands: bands.map(({ over, inclusive, rates }) => {
      const tokens = parseQuantity(over)
      return { over: tokens.ok ? Number(tokens.value) : 0, inclusive, rates: toRates(rates) }
    }),
  }
}

const asText = (error: unknown) => (typeof error === 'string' ? error : undefined)
