import { OverviewScreen } from '@/components/overview/overview-screen'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { loadSetup } from '@/lib/setup/loaders'

export const metadata = { title: 'Overview' }

export default async function OverviewPage() {
  const actor = await requirePagePermission('spend.read')
  return <OverviewScreen name={actor.name} setup={await loadSetup(actor)} />
}
