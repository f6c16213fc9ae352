'use client'

import { usePathname } from 'next/navigation'
import { PageTabs, tabsAt } from '@/components/ui/page-tabs'
import type { Role } from '@/lib/auth/permissions'
import { settingsFor } from './places'

/** The way from one page of the settings to the next; absent on their index, which lists the same. */
export function SettingsNavigation({ role }: { role: Role }) {
  const pathname = usePathname() ?? ''
  if (pathname === '/settings') return null
  const places = settingsFor(role).flatMap((group) => group.places)
  return <PageTabs label="Settings" tabs={tabsAt(pathname, [{ href: '/settings', label: 'All settings' }, ...places])} />
}
