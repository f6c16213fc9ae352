'use client'

import { Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { DayInput } from '@/components/registry/day-input'
import { renamePaths } from '@/components/registry/rename-paths'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { createEstimatesAction } from '@/lib/attribution/estimates/actions'
import type { EstimatesPageData } from '@/lib/attribution/estimates/loaders'
import { estimateSchema } from '@/lib/attribution/estimates/schema'
import { addDays } from '@/lib/time/calendar'

interface EstimateValues extends Record<string, unknown> {
  kind: 'team' | 'costCenter'
  owner: string | null
  provider: string
  from: string | null
  /** The last day, which is in the period. */
  last: string | null
  amount: string
  method: string
}

/** The server's names of the fields, and the form's. */
const formPaths = { team: 'owner', cost_center: 'owner', to: 'last', amount_usd: 'amount' }

const toInput = ({ kind, owner, provider, from, last, amount, method }: EstimateValues) => ({
  team: kind === 'team' ? owner : null,
  cost_center: kind === 'costCenter' ? owner : null,
  provider,
  from: from ?? '',
  to: last === null ? '' : addDays(last, 1),
  amount_usd: amount.trim(),
  method,
})

/** Writes down an estimate: whose, when, how much, and how it was reckoned. */
export function EstimateForm({ data, onDone }: { data: EstimatesPageData; onDone: () => void }) {
  const { form, onSubmit, pending, failure } = useActionForm<EstimateValues, { created: number; known: number }>({
    initialValues: { kind: 'team', owner: null, provider: '', from: null, last: null, amount: '', method: '' },
    check: (values) => renamePaths(checkAgainst(estimateSchema, toInput(values)), formPaths),
    action: async (values) => {
      const answer = await createEstimatesAction({ estimates: [toInput(values)] })
      if (answer.ok) return answer
      const errors = answer.errors.map(({ path, message }) => ({ path: path.replace(/^estimates\[0\]\./, ''), message }))
      return { ...answer, errors: renamePaths(errors, formPaths) }
    },
    onDone: ({ created }) => {
      notifyDone(created === 0 ? 'The very same estimate stands already.' : 'The estimate was written down.')
      onDone()
    },
  })
  const ids = { kind: useId(), owner: useId(), provider: useId(), from: useId(), last: useId(), amount: useId(), method: useId() }
  const isTeam = form.values.kind === 'team'
  const ownerLabel = isTeam ? 'Team' : 'Cost centre'
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={{
        owner: { label: ownerLabel, fieldId: ids.owner },
        provider: { label: 'Provider', fieldId: ids.provider },
        from: { label: 'First day', fieldId: ids.from },
        last: { label: 'Last day', fieldId: ids.last },
        amount: { label: 'Amount', fieldId: ids.amount },
        method: { label: 'Method', fieldId: ids.method },
      }}
      submitLabel="Add estimate"
      onCancel={onDone}
    >
      <Stack gap={4}>
        <Text size="sm" fw={500} id={ids.kind}>
          Whose spend it was
        </Text>
        <SegmentedControl
          aria-labelledby={ids.kind}
          data={[
            { value: 'team', label: 'A team’s' },
            { value: 'costCenter', label: 'A cost centre’s' },
          ]}
          value={form.values.kind}
          onChange={(value) => form.setValues({ kind: value === 'team' ? 'team' : 'costCenter', owner: null })}
        />
      </Stack>
      <Select
        id={ids.owner}
        label={ownerLabel}
        placeholder={isTeam ? 'Choose a team' : 'Choose a cost centre'}
        data={isTeam ? data.teams : data.costCenters}
        searchable
        required
        limit={100}
        nothingFoundMessage="Nothing of that name"
        {...form.getInputProps('owner')}
      />
      <Group grow align="flex-start" gap="sm">
        <DayInput id={ids.from} label="First day" required {...form.getInputProps('from')} />
        <DayInput id={ids.last} label="Last day" required {...form.getInputProps('last')} />
      </Group>
      <Group grow align="flex-start" gap="sm">
        <TextInput
          id={ids.amount}
          label="Amount"
          description="US dollars, of the whole period."
          inputMode="decimal"
          placeholder="1250.50"
          required
          {...form.getInputProps('amount')}
        />
        <TextInput
          id={ids.provider}
          label="Provider"
          description="Empty for any."
          placeholder="openai"
          {...form.getInputProps('provider')}
        />
      </Group>
      <Textarea
        id={ids.method}
        label="Method"
        description="How it was reckoned: from which invoice, by which key."
        rows={3}
        maxLength={500}
        required
        {...form.getInputProps('method')}
      />
    </FormFrame>
  )
}
