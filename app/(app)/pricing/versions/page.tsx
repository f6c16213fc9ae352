import type { Metadata } from 'next'
import { VersionsScreen } from '@/components/pricing/versions-screen'
import { loadVersionsPage } from '@/lib/pricing/loaders'

export const metadata: Metadata = { title: 'Price versions' }

export default async function VersionsPage() {
  return <VersionsScreen {...(await loadVersionsPage())} />
}
