'use client'

import { Button, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { FormError } from '@/components/ui/form-error'
import { passwordLength } from '@/lib/auth/password-length'
import type { FieldError } from '@/lib/errors'
import { claimInstallationAction } from '@/lib/setup/actions'
import classes from './auth-frame.module.css'
import { openHome } from './open-home'

const labels: Record<string, string> = { name: 'Name', email: 'E-mail', password: 'Password' }
const unreachable = { message: 'The server cannot be reached. Check the connection and try again.', errors: [] }

/** The first-run page: whoever opens an empty installation first becomes its administrator. */
export function ClaimForm() {
  const [failure, setFailure] = useState<{ message: string; errors: readonly FieldError[] }>()
  const [pending, setPending] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    const claim = { name: text('name'), email: text('email'), password: text('password') }
    setPending(true)
    setFailure(undefined)
    const answer = await claimInstallationAction(claim).catch(() => ({ ok: false as const, ...unreachable }))
    if (!answer.ok) {
      setFailure(answer)
      setPending(false)
      return
    }
    await signIn('credentials', { email: claim.email, password: claim.password, redirect: false }).catch(() => null)
    openHome()
  }

  const fieldError = (name: string) => failure?.errors.find(({ path }) => path === name)?.message
  return (
    <form method="post" action="/setup" onSubmit={submit} noValidate>
      <Title order={1}>Make the first administrator</Title>
      <p className={classes.lead}>This installation has nobody yet. The account you make here runs it and invites the others.</p>
      <Stack gap="md">
        {failure && (
          <FormError
            message={failure.errors.length > 0 ? undefined : failure.message}
            fields={failure.errors.map(({ path, message }) => ({
              label: labels[path] ?? path,
              message,
              fieldId: `claim-${path}`,
            }))}
          />
        )}
        <TextInput id="claim-name" label="Name" name="name" autoComplete="name" error={fieldError('name')} />
        <TextInput
          id="claim-email"
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          error={fieldError('email')}
        />
        <PasswordInput
          id="claim-password"
          label="Password"
          description={`At least ${passwordLength.min} characters; a few words are good.`}
          name="password"
          autoComplete="new-password"
          error={fieldError('password')}
        />
        <Button type="submit" loading={pending} fullWidth>
          Make administrator and sign in
        </Button>
      </Stack>
    </form>
  )
}
