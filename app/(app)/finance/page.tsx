import type { Metadata } from 'next'
import { createLoader, parseAsString } from 'nuqs/server'
import { chooseMonth } from '@/components/finance/choose-month'
import { LandingScreen } from '@/components/finance/landing-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { questionsOptions } from '@/lib/finance/questions/client'
import { loadQuestions } from '@/lib/finance/questions/loaders'
import { statementMonthsOptions } from '@/lib/finance/statement/client'
import { loadStatementMeans, loadStatementMonths } from '@/lib/finance/statement/loaders'

export const metadata: Metadata = { title: 'Finance' }

const readAddress = createLoader({ month: parseAsString })

export default async function FinancePage({ searchParams }: PageProps<'/finance'>) {
  const { seesEverything } = await loadStatementMeans()
  const [{ month: asked }, list] = await Promise.all([readAddress(searchParams), loadStatementMonths()])
  const month = chooseMonth(list.months, asked)
  return (
    <Hydrate
      queries={[
        prefetch(statementMonthsOptions(), async () => list),
        ...(month === null ? [] : [prefetch(questionsOptions(month), () => loadQuestions(month))]),
      ]}
    >
      <LandingScreen seesEverything={seesEverything} />
    </Hydrate>
  )
}
