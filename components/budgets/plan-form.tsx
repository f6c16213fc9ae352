'use client'

import { Button, FileButton, Text, Textarea } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { useActionForm } from '@/components/settings/use-action-form'
import { setPlanAction } from '@/lib/budgets/actions'
import type { BudgetView } from '@/lib/budgets/list-burns'

interface PlanFormProps {
  budget: BudgetView
  plan: readonly { month: string; amount: string }[]
  onDone: () => void
}

/** The plan by month as CSV: what was meant to be spent when. */
export function PlanForm({ budget, plan, onDone }: PlanFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<{ csv: string }, undefined>({
    initialValues: { csv: ['month,amount_usd', ...plan.map(({ month, amount }) => `${month},${amount}`)].join('\n') },
    action: ({ csv }) => setPlanAction({ id: budget.id, csv }),
    onDone: () => {
      notifyDone('The plan was saved.')
      onDone()
    },
  })
  return (
    <FormFrame onSubmit={onSubmit} pending={pending} failure={failure} submitLabel="Save plan">
      <Text size="sm" c="dimmed">
        The burn-up is compared with it. It does not change the amount, nor what is told when. Months without a line take their
        even share.
      </Text>
      <FileButton accept=".csv,text/csv" onChange={(file) => void file?.text().then((text) => form.setFieldValue('csv', text))}>
        {(props) => (
          <Button {...props} variant="default">
            Choose a file
          </Button>
        )}
      </FileButton>
      <Textarea
        label="Plan by month"
        autosize
        minRows={8}
        maxRows={20}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
        {...form.getInputProps('csv')}
      />
    </FormFrame>
  )
}
