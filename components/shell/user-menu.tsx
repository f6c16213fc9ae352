'use client'

import { Menu, Text, UnstyledButton } from '@mantine/core'
import { IconLogout, IconSelector, IconUserCircle } from '@tabler/icons-react'
import Link from 'next/link'
import classes from './app-shell.module.css'

/** Who is signed in, as the shell shows them. */
export interface ShellUser {
  name: string
  /** In words, as people read it: "Finance", "Platform admin". */
  role: string
}

export interface UserMenuProps {
  user: ShellUser
  accountHref: string
  /** A callback or a server action. */
  onSignOut: () => void | Promise<void>
}

/** Name and role at the foot of the side bar; account and sign-out behind it. */
export function UserMenu({ user, accountHref, onSignOut }: UserMenuProps) {
  return (
    <div className={classes.account}>
      <Menu position="top-start" width={194} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton className={classes.accountButton}>
            <span className={classes.accountText}>
              <Text span size="sm" title={user.name}>
                {user.name}
              </Text>
              <Text span size="xs" c="dimmed">
                {user.role}
              </Text>
            </span>
            <IconSelector size={14} stroke={1.5} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown aria-label="Account">
          <Menu.Item component={Link} href={accountHref} leftSection={<IconUserCircle size={15} stroke={1.5} aria-hidden />}>
            Account
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={15} stroke={1.5} aria-hidden />} onClick={() => void onSignOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
