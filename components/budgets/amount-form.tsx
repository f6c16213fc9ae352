'use client'

import { NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { formatDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { amendBudgetAction, requestAmountAction } from '@/lib/budgets/actions'
import { periodAfter, periodOn } from '@/lib/budgets/budget-period'
import type { BudgetPageData } from '@/lib/budgets/loaders'
import { amendBudgetSchema } from '@/lib/budgets/schema'

type AmountValues = { amount: string; from: string; reason: string }

/** Sets another amount, or asks for one, from the period that runs or the next. */
export function AmountForm({ kind, data, onDone }: { kind: 'amend' | 'request'; data: BudgetPageData; onDone: () => void }) {
  const { budget, today, canApprove } = data
  const ids = { amount: useId(), reason: useId() }
  const current = periodOn(budget.periodKind, today)
  const starts = [current.from, periodAfter(budget.periodKind, current).from]
  const toInput = ({ amount, from, reason }: AmountValues) => ({ id: budget.id, amount_usd: amount, from, reason })
  const { form, onSubmit, pending, failure } = useActionForm<AmountValues, unknown>({
    initialValues: { amount: '', from: current.from, reason: '' },
    check: (values) => checkAgainst(amendBudgetSchema, toInput(values)),
    action: (values) => (kind === 'amend' ? amendBudgetAction(toInput(values)) : requestAmountAction(toInput(values))),
    onDone: () => {
      notifyDone(kind === 'amend' ? 'The amount was changed.' : 'Your request was sent to those who decide.')
      onDone()
    },
  })
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={{ amount_usd: { label: 'New amount', fieldId: ids.amount }, reason: { label: 'Reason', fieldId: ids.reason } }}
      submitLabel={kind === 'amend' ? 'Change amount' : 'Send request'}
    >
      <Text size="sm">
        The amount is {budget.burn.amountUsd === null ? 'not set' : <Money amount={budget.burn.amountUsd} digits="exact" />}, what
        is spent <Money amount={budget.burn.spendUsd} atLeast={budget.burn.isAtLeast} />, and the forecast is{' '}
        <Money amount={budget.burn.forecast.expectedUsd} />.
      </Text>
      {kind === 'amend' && !canApprove && (
        <Text size="sm" c="dimmed">
          You can lower it. For more, ask: finance or a platform admin decides.
        </Text>
      )}
      <TextInput
        id={ids.amount}
        label="New amount in USD"
        description="The whole amount of a period, not what is added."
        inputMode="decimal"
        autoComplete="off"
        required
        data-autofocus
        value={form.values.amount}
        onChange={(event) => form.setFieldValue('amount', event.currentTarget.value)}
        error={form.errors.amount_usd}
      />
      <NativeSelect
        label="From"
        data={starts.map((value, index) => ({
          value,
          label: `${formatDate(value)} (${index === 0 ? 'this' : 'next'} ${budget.periodKind})`,
        }))}
        {...form.getInputProps('from')}
      />
      <Textarea id={ids.reason} label="Reason" required autosize minRows={2} {...form.getInputProps('reason')} />
    </FormFrame>
  )
}
