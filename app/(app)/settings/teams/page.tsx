import type { Metadata } from 'next'
import { RegistryScreen } from '@/components/registry/registry-screen'
import { loadRegistryPage } from '@/lib/attribution/loaders'

export const metadata: Metadata = { title: 'Registry' }

export default async function RegistryPage({ searchParams }: PageProps<'/settings/teams'>) {
  return <RegistryScreen {...(await loadRegistryPage(searchParams))} />
}
