import { OverviewScreen } from '@/components/overview/overview-screen'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { loadOverviewPage } from '@/lib/reports/overview/loaders'
import { loadSetup } from '@/lib/setup/loaders'

export const metadata = { title: 'Overview' }

export default async function OverviewPage({ searchParams }: PageProps<'/overview'>) {
  const actor = await requirePagePermission('spend.read')
  const [page, setup] = await Promise.all([loadOverviewPage(searchParams), loadSetup(actor)])
  return <OverviewScreen {...page} setup={setup} />
}
