import type { Metadata } from 'next'
import { AuditScreen } from '@/components/audit/audit-screen'
import { loadAuditPage } from '@/lib/audit/loaders'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditPage({ searchParams }: PageProps<'/settings/audit'>) {
  return <AuditScreen {...(await loadAuditPage(searchParams))} />
}
