import type { ReactNode } from 'react'
import { SettingsNavigation } from '@/components/settings/settings-navigation'
import { requirePageActor } from '@/lib/auth/page-actor'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await requirePageActor()
  return (
    <>
      <SettingsNavigation role={role} />
      {children}
    </>
  )
}
