'use client'

import { Button, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { FormError } from '@/components/ui/form-error'
import classes from './auth-frame.module.css'
import { openHome } from './open-home'

const refused = 'E-mail and password do not match an active account.'
const unreachable = 'The server cannot be reached. Check the connection and try again.'

/** E-mail and password. Why an account does not open is not said: it would tell strangers which accounts there are. */
export function SignInForm() {
  const [message, setMessage] = useState<string>()
  const [pending, setPending] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setPending(true)
    setMessage(undefined)
    const answer = await signIn('credentials', {
      email: form.get('email'),
      password: form.get('password'),
      redirect: false,
    }).catch(() => null)
    if (answer?.ok) {
      openHome()
      return
    }
    setPending(false)
    if (!answer) setMessage(unreachable)
    else setMessage(answer.error === 'CredentialsSignin' || !answer.error ? refused : answer.error)
  }

  return (
    // Until the page is live a submit would put the password into the address; post keeps it out.
    <form method="post" action="/login" onSubmit={submit}>
      <Title order={1}>Sign in to Ascribe</Title>
      <p className={classes.lead}>Every AI dollar to its owner.</p>
      <Stack gap="md">
        <FormError message={message} />
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" required withAsterisk={false} />
        <PasswordInput label="Password" name="password" autoComplete="current-password" required withAsterisk={false} />
        <Button type="submit" loading={pending} fullWidth>
          Sign in
        </Button>
      </Stack>
      <p className={classes.foot}>No account, or the password is lost? A platform admin of your organisation can help.</p>
    </form>
  )
}
