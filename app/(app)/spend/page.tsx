import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { readQuestion, spendAddress } from '@/components/spend/address'
import { readSpendChart, spendChartOptions } from '@/components/spend/chart-question'
import { SpendScreen } from '@/components/spend/spend-screen'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getOrganization } from '@/lib/organization/queries'
import { spendOptions } from '@/lib/reports/spend/client'
import { loadSpend } from '@/lib/reports/spend/loaders'
import { dateInZone } from '@/lib/time/instant'

export const metadata: Metadata = { title: 'Spend' }

const readAddress = createLoader(spendAddress)

export default async function SpendPage({ searchParams }: PageProps<'/spend'>) {
  await requirePagePermission('spend.read')
  const [address, { reportingZone }] = await Promise.all([readAddress(searchParams), getOrganization()])
  const today = dateInZone(new Date(), reportingZone)
  const question = readQuestion(address, today)
  return (
    <Hydrate
      queries={[
        prefetch(spendOptions(question.table), () => loadSpend(question.table)),
        prefetch(spendChartOptions(question), () => readSpendChart(loadSpend, question)),
      ]}
    >
      <SpendScreen zone={reportingZone} today={today} />
    </Hydrate>
  )
}
