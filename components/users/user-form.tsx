'use client'

import { MultiSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { type Role, roleLabels, roles } from '@/lib/auth/permissions'
import { createUserAction, updateUserAction } from '@/lib/users/actions'
import type { UserView } from '@/lib/users/loaders'
import { createUserSchema, updateUserSchema } from '@/lib/users/schema'
import type { MadePassword } from './user-drawer'

/** Something to pick: a slug or a code, and how it is shown. */
export interface Choice {
  value: string
  label: string
}

interface UserFormProps {
  user: UserView | null
  teams: readonly Choice[]
  costCenters: readonly Choice[]
  /** Called with the password of someone new. */
  onMade: (made: MadePassword) => void
  onDone: () => void
}

type UserValues = { email: string; name: string; role: Role; teams: string[]; costCenters: string[] }

const fields = {
  name: { label: 'Name', fieldId: 'user-name' },
  email: { label: 'E-mail', fieldId: 'user-email' },
  role: { label: 'Role' },
  teams: { label: 'Teams', fieldId: 'user-teams' },
  costCenters: { label: 'Cost centres', fieldId: 'user-cost-centers' },
}

/** Adds a person or changes one. The e-mail address is who they are, so it stays. */
export function UserForm({ user, teams, costCenters, onMade, onDone }: UserFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<UserValues, { madePassword: string | null } | undefined>({
    initialValues: {
      email: user?.email ?? '',
      name: user?.name ?? '',
      role: user?.role ?? 'engineer',
      teams: user?.teams ?? [],
      costCenters: user?.costCenters ?? [],
    },
    check: (values) =>
      user ? checkAgainst(updateUserSchema, { ...values, id: user.id }) : checkAgainst(createUserSchema, values),
    action: ({ email, ...values }) =>
      user ? updateUserAction({ ...values, id: user.id }) : createUserAction({ ...values, email }),
    onDone: (result, values) => {
      notifyDone(user ? `${values.name} was changed.` : `${values.name} was added.`)
      if (result?.madePassword) onMade({ email: values.email.trim().toLowerCase(), password: result.madePassword })
      else onDone()
    },
  })
  const { role } = form.values
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={fields}
      submitLabel={user ? 'Save' : 'Add person'}
      onCancel={onDone}
    >
      {user ? (
        <Text size="sm" c="dimmed">
          {user.email}
        </Text>
      ) : (
        <TextInput
          id={fields.email.fieldId}
          label={fields.email.label}
          description="What they sign in with."
          type="email"
          autoComplete="off"
          required
          data-autofocus
          {...form.getInputProps('email')}
        />
      )}
      <TextInput id={fields.name.fieldId} label={fields.name.label} autoComplete="off" required {...form.getInputProps('name')} />
      <Radio.Group label={fields.role.label} {...form.getInputProps('role')}>
        <Stack gap={10} mt={8}>
          {roles.map((each) => (
            <Radio key={each} value={each} label={roleLabels[each].label} description={roleLabels[each].description} />
          ))}
        </Stack>
      </Radio.Group>
      <MultiSelect
        id={fields.teams.fieldId}
        label={fields.teams.label}
        description={teamsHint(role)}
        data={[...teams]}
        searchable
        clearable
        limit={100}
        nothingFoundMessage={teams.length === 0 ? 'No team is registered yet' : 'No such team'}
        {...form.getInputProps('teams')}
      />
      <MultiSelect
        id={fields.costCenters.fieldId}
        label={fields.costCenters.label}
        description={costCentersHint(role)}
        data={[...costCenters]}
        searchable
        clearable
        limit={100}
        nothingFoundMessage={costCenters.length === 0 ? 'No cost centre is registered yet' : 'No such cost centre'}
        {...form.getInputProps('costCenters')}
      />
    </FormFrame>
  )
}

const isBounded = (role: Role) => role === 'lead' || role === 'engineer'

function teamsHint(role: Role): string {
  return isBounded(role) ? 'Their spend is what this person sees.' : 'This role sees every team in any case.'
}

function costCentersHint(role: Role): string {
  if (role === 'lead') return 'What is booked there is seen beside the teams.'
  return role === 'engineer'
    ? 'An engineer sees by team alone; kept for when the role changes.'
    : 'This role sees every cost centre in any case.'
}
