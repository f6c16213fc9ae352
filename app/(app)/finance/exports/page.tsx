import type { Metadata } from 'next'
import { createLoader, parseAsString } from 'nuqs/server'
import { ExportsScreen } from '@/components/finance/exports/exports-screen'
import { loadExportsPage } from '@/lib/finance/exports/loaders'

export const metadata: Metadata = { title: 'Exports' }

const readAddress = createLoader({ month: parseAsString })

export default async function ExportsPage({ searchParams }: PageProps<'/finance/exports'>) {
  const { month } = await readAddress(searchParams)
  return <ExportsScreen {...(await loadExportsPage(month))} />
}
