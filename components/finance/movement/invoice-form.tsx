'use client'

import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import classes from './movement.module.css'
import { parseAmount } from './parse-amount'

interface InvoiceFormProps {
  /** `YYYY-MM`. */
  month: string
  against: string
  /** What is stated so far, decimal text. */
  stated: { readonly prior: string | null; readonly current: string | null }
  onChange: (stated: { prior: string; current: string }) => void
}

const fault = 'Write an amount in US dollars, such as 8200.00'

/** The totals of the two invoices whose change is to be explained. */
export function InvoiceForm({ month, against, stated, onChange }: InvoiceFormProps) {
  const [typed, setTyped] = useState({ prior: stated.prior ?? '', current: stated.current ?? '' })
  const [isChecked, setChecked] = useState(false)
  const amounts = { prior: parseAmount(typed.prior), current: parseAmount(typed.current) }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    const { prior, current } = amounts
    if (prior !== null && current !== null) onChange({ prior, current })
  }
  const field = (name: 'prior' | 'current', label: string) => (
    <TextInput
      label={label}
      inputMode="decimal"
      autoComplete="off"
      required
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      error={isChecked && amounts[name] === null ? fault : undefined}
    />
  )
  return (
    <form onSubmit={submit} className={classes.invoices} noValidate aria-label="Totals of the invoices">
      {field('prior', `Invoice for ${formatMonth(against)}, USD`)}
      {field('current', `Invoice for ${formatMonth(month)}, USD`)}
      <Button type="submit" variant="default">
        Explain the change
      </Button>
    </form>
  )
}
