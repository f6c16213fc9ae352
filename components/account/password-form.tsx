'use client'

import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { changePasswordAction } from '@/lib/account/actions'
import { passwordLength } from '@/lib/auth/password-length'
import type { FieldError } from '@/lib/errors'
import { passwordSchema } from '@/lib/users/schema'

type PasswordValues = { currentPassword: string; newPassword: string; repeated: string }

const fields = {
  currentPassword: { label: 'Current password', fieldId: 'account-current-password' },
  newPassword: { label: 'New password', fieldId: 'account-new-password' },
  repeated: { label: 'New password again', fieldId: 'account-repeated-password' },
}

/** Changes one's own password. */
export function PasswordForm({ email }: { email: string }) {
  const { form, onSubmit, pending, failure } = useActionForm<PasswordValues, unknown>({
    initialValues: { currentPassword: '', newPassword: '', repeated: '' },
    check: checkPasswords,
    action: ({ currentPassword, newPassword }) => changePasswordAction({ currentPassword, newPassword }),
    onDone: () => {
      form.reset()
      notifyDone('Your password was changed. Other browsers were signed out.')
    },
  })
  return (
    <form onSubmit={onSubmit} method="post" noValidate>
      <Stack gap="md" maw={400}>
        <ActionError failure={failure} fields={fields} />
        {/* For password managers, which file the new password under it. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          id={fields.currentPassword.fieldId}
          label={fields.currentPassword.label}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': 'Show the current password' }}
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          id={fields.newPassword.fieldId}
          label={fields.newPassword.label}
          description={`At least ${passwordLength.min} characters; length counts, not kinds of characters.`}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': 'Show the new password' }}
          {...form.getInputProps('newPassword')}
        />
        <PasswordInput
          id={fields.repeated.fieldId}
          label={fields.repeated.label}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': 'Show the repeated password' }}
          {...form.getInputProps('repeated')}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function checkPasswords({ currentPassword, newPassword, repeated }: PasswordValues): FieldError[] {
  const faults = checkAgainst(passwordSchema, newPassword).map(({ message }) => ({ path: 'newPassword', message }))
  if (currentPassword === '') faults.unshift({ path: 'currentPassword', message: 'is needed' })
  if (repeated !== newPassword) faults.push({ path: 'repeated', message: 'differs from the new password' })
  return faults
}
