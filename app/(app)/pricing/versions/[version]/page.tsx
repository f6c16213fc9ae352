import type { Metadata } from 'next'
import { VersionScreen } from '@/components/pricing/version-screen'
import { loadVersionPage } from '@/lib/pricing/loaders'

export async function generateMetadata({ params }: PageProps<'/pricing/versions/[version]'>): Promise<Metadata> {
  return { title: `Price version ${(await params).version}` }
}

export default async function VersionPage({ params, searchParams }: PageProps<'/pricing/versions/[version]'>) {
  return <VersionScreen {...(await loadVersionPage((await params).version, searchParams))} />
}
