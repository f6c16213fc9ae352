import type { Metadata } from 'next'
import { UsersScreen } from '@/components/users/users-screen'
import { loadUsersPage } from '@/lib/users/loaders'

export const metadata: Metadata = { title: 'People' }

export default async function UsersPage() {
  return <UsersScreen {...(await loadUsersPage())} />
}
