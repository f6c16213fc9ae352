'use client'

import { Divider, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { SideDrawer } from '@/components/settings/side-drawer'
import { SecretReveal } from '@/components/ui/secret-reveal'
import type { UserView } from '@/lib/users/loaders'
import { UserAccess } from './user-access'
import { type Choice, UserForm } from './user-form'

interface UserDrawerProps {
  opened: boolean
  /** Which opening this is. */
  opening: number
  /** Null for someone new. */
  user: UserView | null
  isOwn: boolean
  teams: readonly Choice[]
  costCenters: readonly Choice[]
  onClose: () => void
}

/** A password that was just made, to be handed over. */
export interface MadePassword {
  email: string
  password: string
}

/** One person: what they are, what they see, and whether they may come in. */
export function UserDrawer({ opened, opening, user, isOwn, teams, costCenters, onClose }: UserDrawerProps) {
  const [lastMade, setMade] = useState<(MadePassword & { opening: number }) | null>(null)
  const made = lastMade?.opening === opening ? lastMade : null
  const onMade = (password: MadePassword) => setMade({ ...password, opening })
  const title = made ? `Password for ${made.email}` : user ? user.name : 'Add person'
  return (
    <SideDrawer opened={opened} onClose={onClose} title={title} locked={made !== null && opened}>
      {made ? (
        <Stack gap="sm">
          <Text size="sm">Hand it over on a channel of its own, and ask for it to be changed under “Your account”.</Text>
          <SecretReveal
            secret={made.password}
            label={`Password for ${made.email}`}
            onDone={() => {
              setMade({ ...made, password: '' })
              onClose()
            }}
          />
        </Stack>
      ) : (
        <Stack gap="lg">
          <UserForm key={opening} user={user} teams={teams} costCenters={costCenters} onMade={onMade} onDone={onClose} />
          {user && (
            <>
              <Divider />
              <Stack gap="sm">
                <Title order={3}>Access</Title>
                <UserAccess user={user} isOwn={isOwn} onMade={onMade} />
              </Stack>
            </>
          )}
        </Stack>
      )}
    </SideDrawer>
  )
}
