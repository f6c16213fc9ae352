'use client'

import { Input, NativeSelect, SegmentedControl } from '@mantine/core'
import { useId } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import { type MovementBasis, movementBases } from '@/lib/finance/movement/schema'
import type { MovementAddress } from '@/lib/finance/movement/search-params'
import { monthBefore } from '@/lib/finance/statement/month-text'
import { InvoiceForm } from './invoice-form'
import classes from './movement.module.css'

const basisLabels: Readonly<Record<MovementBasis, string>> = { captured: 'As recorded', invoiced: 'As invoiced' }

interface MovementControlsProps {
  address: MovementAddress
  /** The months that can be chosen, latest first; the first of them is not over. */
  months: readonly string[]
  /** An invoice is for all teams: those who see some of them only are not asked for one. */
  hasInvoices: boolean
  onChange: (patch: Partial<MovementAddress>) => void
}

/** Which months are compared, and by what. */
export function MovementControls({ address, months, hasInvoices, onChange }: MovementControlsProps) {
  const basisId = useId()
  const [running, complete = running] = months
  const month = address.month ?? complete ?? ''
  const against = address.against ?? monthBefore(month)
  const earlier = months.filter((one) => one < month)
  // Of the earliest month that is offered there is still one before.
  const compared = earlier.includes(against) ? earlier : [...earlier, against]
  const options = (offered: readonly string[]) =>
    offered.map((value) => ({ value, label: `${formatMonth(value)}${value === running ? ', so far' : ''}` }))
  const changeMonth = (chosen: string) =>
    onChange({
      month: chosen === complete ? null : chosen,
      against: address.against !== null && address.against < chosen ? address.against : null,
    })
  return (
    <div className={classes.question}>
      <div className={classes.controls}>
        <NativeSelect
          label="Month"
          value={month}
          onChange={(event) => changeMonth(event.currentTarget.value)}
          data={options(months)}
        />
        <NativeSelect
          label="Against"
          value={against}
          onChange={(event) => {
            const chosen = event.currentTarget.value
            onChange({ against: chosen === monthBefore(month) ? null : chosen })
          }}
          data={options(compared)}
        />
        {hasInvoices && (
          <Input.Wrapper label="Change" labelElement="div" labelProps={{ id: basisId, className: classes.label }}>
            <SegmentedControl
              aria-labelledby={basisId}
              value={address.basis}
              onChange={(value) => onChange({ basis: movementBases.find((basis) => basis === value) ?? 'captured' })}
              data={movementBases.map((value) => ({ value, label: basisLabels[value] }))}
            />
          </Input.Wrapper>
        )}
      </div>
      {hasInvoices && address.basis === 'invoiced' && (
        <InvoiceForm
          key={`${month} ${against}`}
          month={month}
          against={against}
          stated={{ prior: address.prior_invoice_usd, current: address.current_invoice_usd }}
          onChange={({ prior, current }) => onChange({ prior_invoice_usd: prior, current_invoice_usd: current })}
        />
      )}
    </div>
  )
}
