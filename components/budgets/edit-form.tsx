'use client'

import { Button, Divider, Stack, TextInput } from '@mantine/core'
import { useId } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { confirmAction } from '@/components/ui/confirm'
import { archiveBudgetAction, editBudgetAction, restoreBudgetAction } from '@/lib/budgets/actions'
import { readScope, writeScope } from '@/lib/budgets/describe-scope'
import type { BudgetPageData } from '@/lib/budgets/loaders'
import { editBudgetSchema } from '@/lib/budgets/schema'
import { RuleFields, type RuleValues } from './rule-fields'

type EditValues = RuleValues & { name: string; owner: string }

/** Changes what of a budget can change besides its amount. */
export function EditForm({ data, onDone }: { data: BudgetPageData; onDone: () => void }) {
  const { budget, canApprove } = data
  const ids = { name: useId(), owner: useId() }
  const toInput = ({ name, owner, actual, forecast, action, critical }: EditValues) => ({
    id: budget.id,
    name,
    owner_email: owner.trim(),
    actual_thresholds: actual,
    forecast_thresholds: forecast,
    full_action: action,
    critical: critical.map(readScope),
  })
  const { form, onSubmit, pending, failure } = useActionForm<EditValues, unknown>({
    initialValues: {
      name: budget.name,
      owner: budget.ownerEmail ?? '',
      actual: [...budget.actualThresholds],
      forecast: [...budget.forecastThresholds],
      action: budget.fullAction,
      critical: budget.critical.map(writeScope),
    },
    check: (values) => checkAgainst(editBudgetSchema, toInput(values)),
    action: (values) => editBudgetAction(toInput(values)),
    onDone: () => {
      notifyDone('The budget was changed.')
      onDone()
    },
  })
  return (
    <Stack gap="lg">
      <FormFrame
        onSubmit={onSubmit}
        pending={pending}
        failure={failure}
        fields={{ name: { label: 'Name', fieldId: ids.name }, owner_email: { label: 'Owner', fieldId: ids.owner } }}
        submitLabel="Save"
      >
        <TextInput id={ids.name} label="Name" required autoComplete="off" {...form.getInputProps('name')} />
        <TextInput
          id={ids.owner}
          label="Owner"
          description="Who answers for it, by e-mail."
          type="email"
          autoComplete="off"
          value={form.values.owner}
          onChange={(event) => form.setFieldValue('owner', event.currentTarget.value)}
          error={form.errors.owner_email}
        />
        <RuleFields form={form} mayAct={canApprove} />
      </FormFrame>
      {canApprove && (
        <>
          <Divider />
          <Archive data={data} onDone={onDone} />
        </>
      )}
    </Stack>
  )
}

function Archive({ data: { budget }, onDone }: { data: BudgetPageData; onDone: () => void }) {
  const archive = useAction(archiveBudgetAction)
  const restore = useAction(restoreBudgetAction)
  const { isArchived, id, name } = budget
  const change = async () => {
    const isSure =
      isArchived ||
      (await confirmAction({
        title: `Archive ${name}?`,
        body: 'Nothing is compared with it any more. Its history stays, and it can be restored.',
        confirmLabel: 'Archive',
      }))
    if (!isSure) return
    const answer = await (isArchived ? restore : archive).run({ id })
    if (!answer?.ok) return
    notifyDone(isArchived ? 'The budget is in use again.' : 'The budget was archived.')
    onDone()
  }
  return (
    <div>
      <ActionError failure={archive.failure ?? restore.failure} />
      <Button variant="default" loading={archive.pending || restore.pending} onClick={() => void change()}>
        {isArchived ? 'Restore budget' : 'Archive budget'}
      </Button>
    </div>
  )
}
