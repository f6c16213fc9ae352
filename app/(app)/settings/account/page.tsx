import type { Metadata } from 'next'
import { AccountScreen } from '@/components/account/account-screen'
import { loadAccountPage } from '@/lib/account/loaders'

export const metadata: Metadata = { title: 'Your account' }

export default async function AccountPage() {
  return <AccountScreen {...(await loadAccountPage())} />
}
