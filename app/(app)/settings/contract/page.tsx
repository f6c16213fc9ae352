import type { Metadata } from 'next'
import { ContractScreen } from '@/components/contract/contract-screen'
import { loadContractPage } from '@/lib/attribution/contract/loaders'

export const metadata: Metadata = { title: 'Attribution contract' }

export default async function ContractPage() {
  const page = await loadContractPage()
  // Another version is another screen: what was being edited of the one before must not be published over it.
  return <ContractScreen key={page.version} {...page} />
}
