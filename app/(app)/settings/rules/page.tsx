import type { Metadata } from 'next'
import { RulesScreen } from '@/components/rules/rules-screen'
import { loadRulesPage } from '@/lib/attribution/rules/loaders'

export const metadata: Metadata = { title: 'Attribution rules' }

export default async function RulesPage() {
  return <RulesScreen {...(await loadRulesPage())} />
}
