import type { Metadata } from 'next'
import { RegistryScreen } from '@/components/registry/registry-screen'
import { loadRegistryPage, type OpenedEntry } from '@/lib/attribution/loaders'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { loadTeamBudgetPanel } from '@/lib/budgets/panel-loaders'

export const metadata: Metadata = { title: 'Registry' }

export default async function RegistryPage({ searchParams }: PageProps<'/settings/teams'>) {
  const page = await loadRegistryPage(searchParams)
  return <RegistryScreen {...page} teamBudget={await loadTeamBudget(page.opened)} />
}

async function loadTeamBudget(opened: OpenedEntry | null) {
  if (opened?.kind !== 'team') return null
  const actor = await requirePagePermission('registry.read')
  return loadTeamBudgetPanel(actor, { id: opened.entry.id, slug: opened.entry.code })
}
