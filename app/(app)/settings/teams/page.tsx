import type { Metadata } from 'next'
import { RegistryScreen } from '@/components/registry/registry-screen'
import { loadRegistryPage } from '@/lib/attribution/loaders'

export const metadata: Metadata = { title: 'Teams and cost centres' }

export default async function TeamsPage() {
  return <RegistryScreen {...(await loadRegistryPage())} />
}
