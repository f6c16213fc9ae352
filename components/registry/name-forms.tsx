'use client'

import { TextInput } from '@mantine/core'
import { useId } from 'react'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import type { EntryView } from '@/lib/attribution/loaders'
import { renameEntryAction } from '@/lib/attribution/registry-commands/actions'
import { describeCostCenterAction, renameCostCenterAction, renameTeamAction } from '@/lib/registry/actions'
import type { ListedKind } from '@/lib/registry/kinds'
import { nameSchema } from '@/lib/registry/slug'
import { kindLabels } from './kind-labels'
import { renamePaths } from './rename-paths'

interface EntryFormProps {
  kind: ListedKind
  entry: EntryView
  onDone: () => void
}

/** Changes what an entry is called; what was booked under its code stays. */
export function RenameForm({ kind, entry, onDone }: EntryFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<{ name: string }, undefined>({
    initialValues: { name: entry.name },
    check: ({ name }) => checkAgainst(nameSchema, name).map(({ message }) => ({ path: 'name', message })),
    action: ({ name }) => {
      if (kind === 'team') return renameTeamAction({ id: entry.id, name })
      if (kind === 'cost_center') return renameCostCenterAction({ id: entry.id, name })
      return renameEntryAction({ kind, id: entry.id, name })
    },
    onDone: (_, { name }) => {
      notifyDone(`${entry.code} is now called ${name.trim()}.`)
      onDone()
    },
  })
  const nameId = useId()
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      submitLabel="Rename"
      failure={failure}
      fields={{ name: { label: 'Name', fieldId: nameId } }}
      isPart
    >
      <TextInput
        id={nameId}
        label="Name"
        description={`${kindLabels[kind].codeLabel} ${entry.code} and everything booked under it stay.`}
        autoComplete="off"
        required
        {...form.getInputProps('name')}
      />
    </FormFrame>
  )
}

/** What finance says of a cost centre: the account its AI spend is posted to, and who answers for it. */
export function LedgerForm({ entry, onDone }: Omit<EntryFormProps, 'kind'>) {
  const { form, onSubmit, pending, failure } = useActionForm<{ glAccount: string; ownerEmail: string }, undefined>({
    initialValues: { glAccount: entry.glAccount ?? '', ownerEmail: entry.ownerEmail ?? '' },
    action: async ({ glAccount, ownerEmail }) => {
      const answer = await describeCostCenterAction({
        id: entry.id,
        gl_account: glAccount.trim() === '' ? null : glAccount,
        owner_email: ownerEmail.trim() === '' ? null : ownerEmail,
      })
      return answer.ok
        ? answer
        : { ...answer, errors: renamePaths(answer.errors, { gl_account: 'glAccount', owner_email: 'ownerEmail' }) }
    },
    onDone: () => {
      notifyDone(`What the ledger says of ${entry.code} was changed.`)
      onDone()
    },
  })
  const ids = { glAccount: useId(), ownerEmail: useId() }
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      submitLabel="Save"
      failure={failure}
      fields={{
        glAccount: { label: 'GL account', fieldId: ids.glAccount },
        ownerEmail: { label: 'Owner', fieldId: ids.ownerEmail },
      }}
      isPart
    >
      <TextInput
        id={ids.glAccount}
        label="GL account"
        description="What its AI spend is posted to."
        placeholder="6400-200"
        autoComplete="off"
        {...form.getInputProps('glAccount')}
      />
      <TextInput
        id={ids.ownerEmail}
        label="Owner"
        description="Who answers for it, by e-mail; need not sign in here."
        placeholder="ada@example.com"
        autoComplete="off"
        {...form.getInputProps('ownerEmail')}
      />
    </FormFrame>
  )
}
