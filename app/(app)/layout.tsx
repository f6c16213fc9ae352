import type { ReactNode } from 'react'
import { InboxBell } from '@/components/inbox/inbox-bell'
import { AppShell } from '@/components/shell/app-shell'
import { navigationItems } from '@/components/shell/navigation'
import { signOutAction } from '@/lib/auth/actions'
import { actorMay } from '@/lib/auth/actor'
import { requirePageActor } from '@/lib/auth/page-actor'
import { roleLabels } from '@/lib/auth/permissions'
import { loadUnreadCount } from '@/lib/inbox/loaders'

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor()
  const items = navigationItems.filter(({ permission }) => permission === undefined || actorMay(actor, permission))
  return (
    <AppShell
      items={items}
      user={{ name: actor.name, role: roleLabels[actor.role].label }}
      onSignOut={signOutAction}
      corner={<InboxBell unread={await loadUnreadCount(actor)} />}
    >
      {children}
    </AppShell>
  )
}
