'use client'

import { NativeSelect, TagsInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { lowerFirst } from '@/components/ui/lower-first'
import { type FullAction, fullActions } from '@/lib/budgets/schema'
import { actionWords } from './budget-words'

/** What a budget does as it is used up, as a form holds it. */
export type RuleValues = {
  actual: string[]
  forecast: string[]
  action: FullAction
  /** Scopes as the address of a report writes them. */
  critical: string[]
}

const actionOptions = fullActions.map((value) => ({
  value,
  label: `${actionWords[value].label}: ${lowerFirst(actionWords[value].sentence)}`,
}))

interface RuleFieldsProps {
  form: {
    getInputProps: (name: keyof RuleValues) => object
    errors: Readonly<Record<string, ReactNode>>
  }
  /** False where others decide what becomes of further calls. */
  mayAct?: boolean
}

/** At which percentages people are told, what happens at 100 %, and what goes on whatever is spent. */
export function RuleFields({ form: { getInputProps, errors }, mayAct = true }: RuleFieldsProps) {
  return (
    <>
      <TagsInput
        label="Tell at percent spent"
        description="Enter adds one."
        {...getInputProps('actual')}
        error={errors.actual_thresholds}
        comboboxProps={{ withinPortal: false }}
      />
      <TagsInput
        label="Tell at percent forecast"
        description="When the period is expected to end there. None: nobody is told of forecasts."
        {...getInputProps('forecast')}
        error={errors.forecast_thresholds}
        comboboxProps={{ withinPortal: false }}
      />
      <NativeSelect
        label="At 100%"
        description={mayAct ? 'What becomes of further calls.' : 'Finance or a platform admin changes this.'}
        disabled={!mayAct}
        data={actionOptions}
        {...getInputProps('action')}
      />
      <TagsInput
        label="Critical workloads"
        description="Go on whatever is spent, such as service=checkout or service=checkout&environment=production."
        {...getInputProps('critical')}
        comboboxProps={{ withinPortal: false }}
      />
    </>
  )
}
