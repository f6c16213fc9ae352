'use client'

import { TagsInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { fullActions } from '@/lib/budgets/schema'
import { actionWords } from './budget-words'

/** What can happen at 100 %, for a choice. */
export const actionOptions = fullActions.map((value) => ({
  value,
  label: `${actionWords[value].label}: ${lower(actionWords[value].sentence)}`,
}))

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

interface ThresholdFieldsProps {
  actual: string[]
  forecast: string[]
  onActualChange: (values: string[]) => void
  onForecastChange: (values: string[]) => void
  errors: { actual?: ReactNode; forecast?: ReactNode }
}

/** The percentages at which people are told, of what is spent and of what is forecast. */
export function ThresholdFields({ actual, forecast, onActualChange, onForecastChange, errors }: ThresholdFieldsProps) {
  return (
    <>
      <TagsInput
        label="Tell at percent spent"
        description="Enter adds one."
        value={actual}
        onChange={onActualChange}
        error={errors.actual}
        comboboxProps={{ withinPortal: false }}
      />
      <TagsInput
        label="Tell at percent forecast"
        description="When the period is expected to end there. None: nobody is told of forecasts."
        value={forecast}
        onChange={onForecastChange}
        error={errors.forecast}
        comboboxProps={{ withinPortal: false }}
      />
    </>
  )
}

interface CriticalFieldProps {
  value: string[]
  onChange: (values: string[]) => void
  error?: ReactNode
}

/** The workloads that go on whatever is spent. */
export function CriticalField({ value, onChange, error }: CriticalFieldProps) {
  return (
    <TagsInput
      label="Critical workloads"
      description="Go on whatever is spent, such as service=checkout or service=checkout&environment=production."
      value={value}
      onChange={onChange}
      error={error}
      comboboxProps={{ withinPortal: false }}
    />
  )
}
