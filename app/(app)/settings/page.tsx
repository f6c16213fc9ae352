import type { Metadata } from 'next'
import { SettingsScreen } from '@/components/settings/settings-screen'
import { requirePageActor } from '@/lib/auth/page-actor'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const { role } = await requirePageActor()
  return <SettingsScreen role={role} />
}
