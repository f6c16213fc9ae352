import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { readQuestion, spendAddress } from '@/components/spend/address'
import { readSpendChart, spendChartOptions } from '@/components/spend/chart-question'
import { SpendScreen } from '@/components/spend/spend-screen'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getOrganization } from '@/lib/organization/queries'
import { askPinned, spendOptions } from '@/lib/reports/spend/client'
import { loadLabelDimensions, loadSpend } from '@/lib/reports/spend/loaders'
import { dateInZone } from '@/lib/time/instant'

export const metadata: Metadata = { title: 'Spend' }

export default async function SpendPage({ searchParams }: PageProps<'/spend'>) {
  await requirePagePermission('spend.read')
  const [labels, { reportingZone }] = await Promise.all([loadLabelDimensions(), getOrganization()])
  const address = await createLoader(spendAddress(labels))(searchParams)
  const today = dateInZone(new Date(), reportingZone)
  const question = readQuestion(address, today)
  const pinned = askPinned(question.table, question.pins)
  return (
    <Hydrate
      queries={[
        prefetch(spendOptions(question.table), () => loadSpend(question.table)),
        ...(pinned === null ? [] : [prefetch(spendOptions(pinned), () => loadSpend(pinned))]),
        prefetch(spendChartOptions(question), () => readSpendChart(loadSpend, question)),
      ]}
    >
      <SpendScreen labels={labels} zone={reportingZone} today={today} />
    </Hydrate>
  )
}
