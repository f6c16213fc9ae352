import type { Metadata } from 'next'
import { EstimatesScreen } from '@/components/estimates/estimates-screen'
import { loadEstimatesPage } from '@/lib/attribution/estimates/loaders'

export const metadata: Metadata = { title: 'Estimates' }

export default async function EstimatesPage() {
  return <EstimatesScreen {...(await loadEstimatesPage())} />
}
