'use client'

import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { ActionError, type FieldLabels } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import type { ActionFailure } from '@/components/settings/use-action'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { createTeamAction } from '@/lib/attribution/actions'
import type { ActionResult } from '@/lib/http/act'
import {
  createBusinessUnitAction,
  createCostCenterAction,
  renameBusinessUnitAction,
  renameCostCenterAction,
  renameTeamAction,
} from '@/lib/registry/actions'
import { costCenterCodeSchema, nameSchema, slugSchema } from '@/lib/registry/slug'
import { type Choice, type Owner, type OwnerKind, ownerKinds } from './owner-kinds'
import { renamePaths } from './rename-paths'

type AddValues = { code: string; name: string; parent: string | null }

const checkName = (name: string) => checkAgainst(nameSchema, name).map(({ message }) => ({ path: 'name', message }))

/** The server's names of the fields, and the form's. */
const formPaths = { slug: 'code', cost_center: 'parent', business_unit: 'parent' }

const add = {
  team: ({ code, name, parent }) => createTeamAction({ slug: code.trim(), name, cost_center: parent }),
  costCenter: ({ code, name, parent }) => createCostCenterAction({ code, name, business_unit: parent }),
  businessUnit: ({ code, name }) => createBusinessUnitAction({ slug: code.trim(), name }),
} satisfies Record<OwnerKind, (values: AddValues) => Promise<ActionResult<unknown>>>

const renames = { team: renameTeamAction, costCenter: renameCostCenterAction, businessUnit: renameBusinessUnitAction }

interface AddFormProps {
  kind: OwnerKind
  /** What it can belong to from the beginning. */
  parents: readonly Choice[]
  onDone: () => void
}

/** Registers a team, a cost centre or a business unit. */
export function AddForm({ kind, parents, onDone }: AddFormProps) {
  const labels = ownerKinds[kind]
  const { form, onSubmit, pending, failure } = useActionForm<AddValues, unknown>({
    initialValues: { code: '', name: '', parent: null },
    check: ({ code, name }) => {
      const faults = checkAgainst(kind === 'costCenter' ? costCenterCodeSchema : slugSchema, code.trim())
      return [...faults.slice(0, 1).map(({ message }) => ({ path: 'code', message })), ...checkName(name)]
    },
    action: async (values) => {
      const answer: ActionResult<unknown> = await add[kind](values)
      return answer.ok ? answer : { ...answer, errors: renamePaths(answer.errors, formPaths) }
    },
    onDone: (_, { name }) => {
      notifyDone(`${name.trim()} was added.`)
      onDone()
    },
  })
  const ids = { code: useId(), name: useId(), parent: useId() }
  return (
    <OwnerForm
      onSubmit={onSubmit}
      onCancel={onDone}
      pending={pending}
      submitLabel={labels.addLabel}
      failure={failure}
      fields={{
        code: { label: labels.codeLabel, fieldId: ids.code },
        name: { label: 'Name', fieldId: ids.name },
        parent: { label: labels.parentLabel ?? '', fieldId: ids.parent },
      }}
    >
      <TextInput
        id={ids.code}
        label={labels.codeLabel}
        description={labels.codeHint}
        placeholder={labels.codeExample}
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('code')}
      />
      <TextInput
        id={ids.name}
        label="Name"
        placeholder={labels.nameExample}
        autoComplete="off"
        required
        {...form.getInputProps('name')}
      />
      {labels.parentLabel && (
        <Select
          id={ids.parent}
          label={labels.parentLabel}
          description="From the beginning; it can be moved from a day on later."
          placeholder={labels.noParent}
          data={[...parents]}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': `Choose no ${labels.parentLabel.toLowerCase()}` }}
          limit={100}
          nothingFoundMessage="Nothing of that name"
          {...form.getInputProps('parent')}
        />
      )}
    </OwnerForm>
  )
}

/** Changes what an owner is called; what was booked under its code stays. */
export function RenameForm({ kind, owner, onDone }: { kind: OwnerKind; owner: Owner; onDone: () => void }) {
  const { form, onSubmit, pending, failure } = useActionForm<{ name: string }, undefined>({
    initialValues: { name: owner.name },
    check: ({ name }) => checkName(name),
    action: ({ name }) => renames[kind]({ id: owner.id, name }),
    onDone: (_, { name }) => {
      notifyDone(`${owner.code} is now called ${name.trim()}.`)
      onDone()
    },
  })
  const nameId = useId()
  return (
    <OwnerForm
      onSubmit={onSubmit}
      pending={pending}
      submitLabel="Rename"
      failure={failure}
      fields={{ name: { label: 'Name', fieldId: nameId } }}
    >
      <TextInput
        id={nameId}
        label="Name"
        description={`${ownerKinds[kind].codeLabel} ${owner.code} and everything booked under it stay.`}
        autoComplete="off"
        required
        {...form.getInputProps('name')}
      />
    </OwnerForm>
  )
}

interface OwnerFormProps {
  onSubmit: React.FormEventHandler<HTMLFormElement>
  /** Absent where the form stands among others. */
  onCancel?: () => void
  pending: boolean
  submitLabel: string
  failure: ActionFailure | null
  fields: FieldLabels
  children: ReactNode
}

function OwnerForm({ onSubmit, onCancel, pending, submitLabel, failure, fields, children }: OwnerFormProps) {
  return (
    <form onSubmit={onSubmit} method="post" noValidate>
      <Stack gap="md">
        <ActionError failure={failure} fields={fields} />
        {children}
        <Group justify="flex-end" gap="sm">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button type="submit" variant={onCancel ? undefined : 'default'} loading={pending}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
