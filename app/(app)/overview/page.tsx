import { OverviewScreen } from '@/components/overview/overview-screen'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { loadForecastPanel } from '@/lib/budgets/panel-loaders'
import { startOverview } from '@/lib/reports/overview/loaders'
import type { Overview } from '@/lib/reports/overview/queries'
import type { SourceReport } from '@/lib/reports/overview/source-freshness'
import { type Panel, settlePanel } from '@/lib/reports/settle-panel'
import { loadSetup } from '@/lib/setup/loaders'

export const metadata = { title: 'Overview' }

export default async function OverviewPage({ searchParams }: PageProps<'/overview'>) {
  const actor = await requirePagePermission('spend.read')
  const { now, ...started } = await startOverview(actor, searchParams)
  const forecast = settlePanel('overview: forecast', loadForecastPanel(actor, { now, month: started.month }))
  const setup = settlePanel('overview: setup', loadSetup(actor))
  // What decides which panels there are is waited for, so that none moves; the others come while the page is shown.
  const figures = await started.figures
  const hasUsage = !figures.ok || hasFigures(figures.data) || hasSources(await started.sources)
  return <OverviewScreen {...{ ...started, figures, forecast, hasUsage, setup: await setup }} asOf={now.toISOString()} />
}

const hasFigures = ({ total, comparison }: Overview) => total.requests > 0 || (comparison?.previousDays.length ?? 0) > 0

/** Whether there was usage in any month, as far as sources tell; where they cannot, an empty month is shown as one. */
const hasSources = (sources: Panel<SourceReport>) =>
  !sources.ok || sources.data.sources.some(({ latestHour }) => latestHour !== null)
