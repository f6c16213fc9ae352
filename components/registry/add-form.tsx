'use client'

import { Switch, TextInput } from '@mantine/core'
import { useId } from 'react'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { createTeamAction } from '@/lib/attribution/actions'
import {
  createProductLineAction,
  createProjectAction,
  createProviderKeyAction,
  createServiceAction,
} from '@/lib/attribution/registry-commands/actions'
import type { ActionResult } from '@/lib/http/act'
import { createBusinessUnitAction, createCostCenterAction } from '@/lib/registry/actions'
import { kindFacts, type ListedKind, mappingFacts, mappingsOf } from '@/lib/registry/kinds'
import { costCenterCodeSchema, nameSchema, ownerSlugSchema, providerKeySchema, slugSchema } from '@/lib/registry/slug'
import { kindLabels, mappingLabels } from './kind-labels'
import { OwnerPicker } from './owner-picker'
import { renamePaths } from './rename-paths'

type AddValues = {
  code: string
  name: string
  parent: string | null
  second: string | null
  exclusive: boolean
  glAccount: string
  ownerEmail: string
}

const create: Readonly<Record<ListedKind, (values: AddValues) => Promise<ActionResult<unknown>>>> = {
  team: ({ code, name, parent }) => createTeamAction({ slug: code, name, cost_center: parent }),
  cost_center: ({ code, name, parent, glAccount, ownerEmail }) =>
    createCostCenterAction({
      code,
      name,
      business_unit: parent,
      gl_account: glAccount.trim() === '' ? null : glAccount,
      owner_email: ownerEmail.trim() === '' ? null : ownerEmail,
    }),
  business_unit: ({ code, name }) => createBusinessUnitAction({ slug: code, name }),
  project: ({ code, name, parent, second }) => createProjectAction({ slug: code, name, team: parent, product_line: second }),
  product_line: ({ code, name }) => createProductLineAction({ slug: code, name }),
  service: ({ code, name, parent }) => createServiceAction({ slug: code, name, team: parent }),
  provider_key: ({ code, name, parent, exclusive }) => createProviderKeyAction({ key: code, name, team: parent, exclusive }),
}

const codeSchemas = {
  team: ownerSlugSchema,
  cost_center: costCenterCodeSchema,
  business_unit: slugSchema,
  project: ownerSlugSchema,
  product_line: slugSchema,
  service: ownerSlugSchema,
  provider_key: providerKeySchema,
} as const satisfies Record<ListedKind, unknown>

/** Registers one entry; what it belongs to, it belongs to from the beginning. */
export function AddForm({ kind, onDone }: { kind: ListedKind; onDone: () => void }) {
  const labels = kindLabels[kind]
  const mappings = mappingsOf(kind)
  const [first, second] = mappings
  /** The server's names of the fields, and the form's. */
  const paths: Record<string, string> = {
    [kindFacts[kind].codeField]: 'code',
    ...(first ? { [mappingFacts[first].owner]: 'parent' } : {}),
    ...(second ? { [mappingFacts[second].owner]: 'second' } : {}),
    gl_account: 'glAccount',
    owner_email: 'ownerEmail',
  }
  const { form, onSubmit, pending, failure } = useActionForm<AddValues, unknown>({
    initialValues: { code: '', name: '', parent: null, second: null, exclusive: true, glAccount: '', ownerEmail: '' },
    check: ({ code, name }) => [
      ...checkAgainst(codeSchemas[kind], code.trim())
        .slice(0, 1)
        .map(({ message }) => ({ path: 'code', message })),
      ...checkAgainst(nameSchema, name).map(({ message }) => ({ path: 'name', message })),
    ],
    action: async (values) => {
      const answer = await create[kind]({ ...values, code: values.code.trim() })
      return answer.ok ? answer : { ...answer, errors: renamePaths(answer.errors, paths) }
    },
    onDone: (_, { name }) => {
      notifyDone(`${name.trim()} was added.`)
      onDone()
    },
  })
  const ids = { code: useId(), name: useId(), parent: useId(), second: useId(), glAccount: useId(), ownerEmail: useId() }
  const parentOf = (mapping: (typeof mappings)[number] | undefined, field: 'parent' | 'second') => {
    const owner = mapping && mappingFacts[mapping].owner
    if (!mapping || !owner || owner === 'pool') return null
    return (
      <OwnerPicker
        id={ids[field]}
        kind={owner}
        label={mappingLabels[mapping].parent}
        description="From the beginning; it can be moved from a day on later."
        placeholder={mappingLabels[mapping].none}
        {...form.getInputProps(field)}
      />
    )
  }
  return (
    <FormFrame
      onSubmit={onSubmit}
      onCancel={onDone}
      pending={pending}
      submitLabel={labels.addLabel}
      failure={failure}
      fields={{
        code: { label: labels.codeLabel, fieldId: ids.code },
        name: { label: 'Name', fieldId: ids.name },
        parent: { label: first ? mappingLabels[first].parent : '', fieldId: ids.parent },
        second: { label: second ? mappingLabels[second].parent : '', fieldId: ids.second },
        glAccount: { label: 'GL account', fieldId: ids.glAccount },
        ownerEmail: { label: 'Owner', fieldId: ids.ownerEmail },
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
      {kind === 'cost_center' && (
        <>
          <TextInput
            id={ids.glAccount}
            label="GL account"
            placeholder="6400-200"
            autoComplete="off"
            {...form.getInputProps('glAccount')}
          />
          <TextInput
            id={ids.ownerEmail}
            label="Owner"
            description="Who answers for it, by e-mail."
            placeholder="ada@example.com"
            autoComplete="off"
            {...form.getInputProps('ownerEmail')}
          />
        </>
      )}
      {parentOf(first, 'parent')}
      {parentOf(second, 'second')}
      {kind === 'provider_key' && (
        <Switch
          label="The team has this key to itself"
          description="Then it decides who owns what is called with it. A shared key decides nothing."
          {...form.getInputProps('exclusive', { type: 'checkbox' })}
        />
      )}
    </FormFrame>
  )
}
