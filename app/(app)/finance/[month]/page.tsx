import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { statementAddress } from '@/components/finance/statement-address'
import { StatementScreen } from '@/components/finance/statement-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { statementMonthsOptions, statementOptions } from '@/lib/finance/statement/client'
import { loadStatement, loadStatementMeans, loadStatementMonths } from '@/lib/finance/statement/loaders'

const readAddress = createLoader(statementAddress)

export async function generateMetadata({ params }: PageProps<'/finance/[month]'>): Promise<Metadata> {
  return { title: `Statement ${decodeURIComponent((await params).month)}` }
}

export default async function StatementPage({ params, searchParams }: PageProps<'/finance/[month]'>) {
  const means = await loadStatementMeans()
  const [{ month }, { view }] = [await params, await readAddress(searchParams)]
  const question = { month: decodeURIComponent(month), view, version: null }
  return (
    <Hydrate
      queries={[
        prefetch(statementOptions(question), () => loadStatement(question)),
        prefetch(statementMonthsOptions(), loadStatementMonths),
      ]}
    >
      <StatementScreen month={question.month} version={null} {...means} />
    </Hydrate>
  )
}
