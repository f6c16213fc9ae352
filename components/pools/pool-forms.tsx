'use client'

import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useId } from 'react'
import { DayInput } from '@/components/registry/day-input'
import { ActionError } from '@/components/settings/action-error'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import {
  archivePoolAction,
  changePoolAction,
  createPoolAction,
  mapPoolAction,
  restorePoolAction,
} from '@/lib/attribution/pools/actions'
import type { PoolsPageData, PoolView } from '@/lib/attribution/pools/loaders'
import { changePoolSchema, createPoolSchema, mapPoolSchema } from '@/lib/attribution/pools/schema'
import { valueOn } from '@/lib/registry/dated-spans'

type AddValues = { slug: string; name: string; approver_email: string; cost_center: string | null }

/** Registers a pool. */
export function AddPoolForm({ data, onDone }: { data: PoolsPageData; onDone: () => void }) {
  const { form, onSubmit, pending, failure } = useActionForm<AddValues, unknown>({
    initialValues: { slug: '', name: '', approver_email: data.suggestedApprover, cost_center: null },
    check: (values) => checkAgainst(createPoolSchema, values),
    action: createPoolAction,
    onDone: (_, { name }) => {
      notifyDone(`${name.trim()} was added. Propose how it is shared out next.`)
      onDone()
    },
  })
  const ids = { slug: useId(), name: useId(), approver_email: useId(), cost_center: useId() }
  const fields = {
    slug: { label: 'Slug', fieldId: ids.slug },
    name: { label: 'Name', fieldId: ids.name },
    approver_email: { label: 'Approver', fieldId: ids.approver_email },
    cost_center: { label: 'Cost centre', fieldId: ids.cost_center },
  }
  return (
    <FormFrame onSubmit={onSubmit} onCancel={onDone} pending={pending} submitLabel="Add pool" failure={failure} fields={fields}>
      <TextInput
        id={ids.slug}
        label="Slug"
        description="What rules and reports call it; it stays."
        placeholder="platform"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('slug')}
      />
      <TextInput id={ids.name} label="Name" placeholder="Platform" autoComplete="off" required {...form.getInputProps('name')} />
      <TextInput
        id={ids.approver_email}
        label="Approver"
        description="Who approves how it is shared out, by e-mail. Nobody approves what they proposed themselves."
        type="email"
        autoComplete="off"
        required
        {...form.getInputProps('approver_email')}
      />
      <CostCenterSelect
        id={ids.cost_center}
        description="Where it is booked before and unless it is shared out, from the beginning."
        data={data}
        {...form.getInputProps('cost_center')}
      />
    </FormFrame>
  )
}

/** Changes what a pool is called and who approves its policies. */
export function ChangePoolForm({ pool, onDone }: { pool: PoolView; onDone: () => void }) {
  const { form, onSubmit, pending, failure } = useActionForm<{ name: string; approver_email: string }, undefined>({
    initialValues: { name: pool.name, approver_email: pool.approverEmail },
    check: (values) => checkAgainst(changePoolSchema, { pool: pool.slug, ...values }),
    action: (values) => changePoolAction({ pool: pool.slug, ...values }),
    onDone: () => {
      notifyDone(`${pool.slug} was changed.`)
      onDone()
    },
  })
  const ids = { name: useId(), approver_email: useId() }
  const fields = {
    name: { label: 'Name', fieldId: ids.name },
    approver_email: { label: 'Approver', fieldId: ids.approver_email },
  }
  return (
    <FormFrame onSubmit={onSubmit} isPart pending={pending} submitLabel="Save" failure={failure} fields={fields}>
      <TextInput id={ids.name} label="Name" autoComplete="off" required {...form.getInputProps('name')} />
      <TextInput
        id={ids.approver_email}
        label="Approver"
        type="email"
        autoComplete="off"
        required
        {...form.getInputProps('approver_email')}
      />
    </FormFrame>
  )
}

type BookValues = { cost_center: string | null; from: string | null }

/** Says where a pool is booked from a day on. */
export function BookForm({ pool, data, onDone }: { pool: PoolView; data: PoolsPageData; onDone: () => void }) {
  const toInput = (values: BookValues) => ({ pool: pool.slug, ...values })
  const { form, onSubmit, pending, failure } = useActionForm<BookValues, unknown>({
    initialValues: {
      cost_center: valueOn(pool.history, data.today),
      from: pool.history.length === 0 ? null : `${data.thisMonth}-01`,
    },
    check: (values) => checkAgainst(mapPoolSchema, toInput(values)),
    action: (values) => mapPoolAction(toInput(values)),
    onDone: () => {
      notifyDone(`The history of ${pool.slug} was changed.`)
      onDone()
    },
  })
  const ids = { cost_center: useId(), from: useId() }
  const fields = {
    cost_center: { label: 'Cost centre', fieldId: ids.cost_center },
    from: { label: 'First day', fieldId: ids.from },
  }
  return (
    <FormFrame onSubmit={onSubmit} isPart pending={pending} submitLabel="Change history" failure={failure} fields={fields}>
      <CostCenterSelect id={ids.cost_center} data={data} {...form.getInputProps('cost_center')} />
      <DayInput
        id={ids.from}
        label="First day"
        description="From this day on; empty for from the beginning."
        clearable
        {...form.getInputProps('from')}
      />
    </FormFrame>
  )
}

/** Takes a pool out of use, or into it again. */
export function ArchivePool({ pool, onDone }: { pool: PoolView; onDone: () => void }) {
  const { run, pending, failure } = useAction(pool.isArchived ? restorePoolAction : archivePoolAction)
  const submit = async () => {
    const answer = await run({ pool: pool.slug })
    if (!answer?.ok) return
    notifyDone(pool.isArchived ? `${pool.name} is in use again.` : `${pool.name} was archived.`)
    onDone()
  }
  return (
    <Stack gap="sm">
      <ActionError failure={failure} fields={{ archived: { label: 'Archive' } }} />
      <Text size="sm" c="dimmed">
        {pool.isArchived
          ? 'Rules may give it spend again.'
          : 'Refused while rules give it spend, today or later. What it cost before stays in every report.'}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" loading={pending} onClick={() => void submit()}>
          {pool.isArchived ? 'Restore' : 'Archive'}
        </Button>
      </Group>
    </Stack>
  )
}

interface CostCenterSelectProps {
  id: string
  description?: string
  data: PoolsPageData
  value?: string | null
  onChange?: (value: string | null) => void
}

function CostCenterSelect({ data, ...props }: CostCenterSelectProps) {
  return (
    <Select
      {...props}
      label="Cost centre"
      placeholder="No cost centre"
      data={data.costCenters}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Choose no cost centre' }}
      limit={100}
      nothingFoundMessage="Nothing of that name"
    />
  )
}
