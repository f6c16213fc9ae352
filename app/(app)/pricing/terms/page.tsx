import type { Metadata } from 'next'
import { TermsScreen } from '@/components/pricing/terms-screen'
import { loadTermsPage } from '@/lib/pricing/loaders'

export const metadata: Metadata = { title: 'Contract terms' }

export default async function TermsPage() {
  return <TermsScreen {...(await loadTermsPage())} />
}
