'use client'

import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import Link from 'next/link'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { confirmAction } from '@/components/ui/confirm'
import { resetPasswordAction, revokeUserSessionsAction, setUserDisabledAction } from '@/lib/users/actions'
import type { UserView } from '@/lib/users/loaders'
import type { MadePassword } from './user-drawer'

interface UserAccessProps {
  user: UserView
  isOwn: boolean
  onMade: (made: MadePassword) => void
}

/**
 * What ends or renews somebody's access. On oneself each of them would end the session that shows the result, so there the
 * way leads to one's account.
 */
export function UserAccess({ user, isOwn, onMade }: UserAccessProps) {
  const disabling = useAction(setUserDisabledAction)
  const resetting = useAction(resetPasswordAction)
  const revoking = useAction(revokeUserSessionsAction)
  const busy = disabling.pending || resetting.pending || revoking.pending

  if (isOwn) {
    return (
      <Text size="sm">
        This is you: your password and your sessions are under{' '}
        <Anchor component={Link} href="/settings/account" size="sm">
          Your account
        </Anchor>
        .
      </Text>
    )
  }

  const setDisabled = async (disabled: boolean) => {
    const sure =
      !disabled ||
      (await confirmAction({
        title: `Disable ${user.name}?`,
        body: `${user.email} is signed out at once and cannot sign in until enabled again. Nothing they did is lost.`,
        confirmLabel: 'Disable',
      }))
    if (!sure) return
    const answer = await disabling.run({ id: user.id, disabled })
    if (answer?.ok) notifyDone(disabled ? `${user.name} was disabled.` : `${user.name} may sign in again.`)
  }

  const reset = async () => {
    const sure = await confirmAction({
      title: `Reset the password of ${user.name}?`,
      body: 'The password they have stops working, and they are signed out everywhere. The new one is shown once, for you to hand over.',
      confirmLabel: 'Reset password',
    })
    if (!sure) return
    const answer = await resetting.run({ id: user.id })
    if (answer?.ok && answer.result.madePassword) onMade({ email: user.email, password: answer.result.madePassword })
  }

  const signOut = async () => {
    const answer = await revoking.run({ id: user.id })
    if (answer?.ok) notifyDone(`${user.name} was signed out of ${countSessions(answer.result.ended)}.`)
  }

  return (
    <Stack gap="sm">
      <ActionError failure={disabling.failure ?? resetting.failure ?? revoking.failure} />
      <Text size="sm" c="dimmed">
        {user.disabledAt ? 'Disabled: cannot sign in.' : `Signed in with ${countSessions(user.sessions)}.`}
      </Text>
      <Group gap="sm">
        <Button variant="default" disabled={busy} loading={resetting.pending} onClick={reset}>
          Reset password
        </Button>
        <Button variant="default" disabled={busy || user.sessions === 0} loading={revoking.pending} onClick={signOut}>
          Sign out everywhere
        </Button>
        <Button variant="default" disabled={busy} loading={disabling.pending} onClick={() => setDisabled(!user.disabledAt)}>
          {user.disabledAt ? 'Enable' : 'Disable'}
        </Button>
      </Group>
    </Stack>
  )
}

const countSessions = (count: number) => (count === 1 ? '1 browser' : `${count} browsers`)
