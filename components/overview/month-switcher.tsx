'use client'

import { Button, NativeSelect } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { formatMonth } from './format-month'
import classes from './overview.module.css'

interface MonthSwitcherProps {
  /** `YYYY-MM`. */
  month: string
  /** Latest first. */
  months: readonly string[]
  onChange: (month: string) => void
}

/** One month back or on, or any that can have usage. */
export function MonthSwitcher({ month, months, onChange }: MonthSwitcherProps) {
  const position = months.indexOf(month)
  const [later, earlier] = [months[position - 1], months[position + 1]]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring borders and a legend for three controls in a row
    <div className={classes.months} role="group" aria-label="Month of the figures">
      <Step label="Month before" month={earlier} onChange={onChange} Icon={IconChevronLeft} />
      <NativeSelect
        aria-label="Month"
        value={month}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={months.map((value) => ({ value, label: formatMonth(value) }))}
      />
      <Step label="Month after" month={later} onChange={onChange} Icon={IconChevronRight} />
    </div>
  )
}

interface StepProps {
  label: string
  month: string | undefined
  onChange: (month: string) => void
  Icon: typeof IconChevronLeft
}

function Step({ label, month, onChange, Icon }: StepProps) {
  return (
    <Button
      variant="default"
      px={8}
      aria-label={month ? `${label}, ${formatMonth(month)}` : label}
      disabled={month === undefined}
      onClick={() => month && onChange(month)}
    >
      <Icon size={15} stroke={1.75} aria-hidden />
    </Button>
  )
}
