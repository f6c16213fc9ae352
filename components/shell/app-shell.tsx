'use client'

import { Burger, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './app-shell.module.css'
import { Brand } from './brand'
import { CommandPalette, type PaletteAction } from './command-palette'
import type { NavigationItem } from './navigation'
import { SideNavigation } from './side-navigation'
import { type ShellUser, UserMenu } from './user-menu'

export interface AppShellProps {
  /** Already filtered by what the actor may see. */
  items: readonly NavigationItem[]
  user: ShellUser
  /** A callback or a server action. */
  onSignOut: () => void | Promise<void>
  accountHref?: string
  homeHref?: string
  /** What stands beside the name of the product: the bell of the inbox. */
  corner?: ReactNode
  /** What the command palette offers besides the navigation. */
  actions?: readonly PaletteAction[]
  children: ReactNode
}

/** The frame of every signed-in page: side bar (a drawer below 48 em), skip link, command palette, and the page itself. */
export function AppShell({
  items,
  user,
  onSignOut,
  accountHref = '/settings/account',
  homeHref,
  corner,
  actions = [],
  children,
}: AppShellProps) {
  const [opened, drawer] = useDisclosure(false)
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <section className={classes.topbar} aria-label="Top bar">
        <Burger size="sm" opened={opened} onClick={drawer.toggle} aria-label="Open navigation" aria-expanded={opened} />
        <Brand href={homeHref} />
        {corner && <span className={classes.corner}>{corner}</span>}
      </section>
      <Drawer opened={opened} onClose={drawer.close} size={270} title="Ascribe" classNames={{ body: classes.drawerBody }}>
        <SideNavigation items={items} onNavigate={drawer.close} />
        <UserMenu user={user} accountHref={accountHref} onSignOut={onSignOut} />
      </Drawer>
      <aside className={classes.sidebar} aria-label="Side bar">
        <div className={classes.head}>
          <Brand href={homeHref} />
          {corner && <span className={classes.corner}>{corner}</span>}
        </div>
        <SideNavigation items={items} />
        <UserMenu user={user} accountHref={accountHref} onSignOut={onSignOut} />
      </aside>
      <main id="main" tabIndex={-1} className={classes.main}>
        <div className={classes.content}>{children}</div>
      </main>
      <CommandPalette items={items} actions={actions} />
    </div>
  )
}
