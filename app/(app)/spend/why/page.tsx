import type { Metadata } from 'next'
import { WhyScreen } from '@/components/why/why-screen'
import { loadWhyPage } from '@/lib/reports/ownership/loaders'

export const metadata: Metadata = { title: 'Why is this mine?' }

export default async function WhyPage({ searchParams }: PageProps<'/spend/why'>) {
  return <WhyScreen {...(await loadWhyPage(searchParams))} />
}
