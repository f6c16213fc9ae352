import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { createLoader } from 'nuqs/server'
import { statementAddress } from '@/components/finance/statement-address'
import { StatementScreen } from '@/components/finance/statement-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { statementMonthsOptions, statementOptions } from '@/lib/finance/statement/client'
import { loadStatement, loadStatementMeans, loadStatementMonths } from '@/lib/finance/statement/loaders'

const readAddress = createLoader(statementAddress)

type Props = PageProps<'/finance/[month]/versions/[version]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { month, version } = await params
  return { title: `Statement ${decodeURIComponent(month)}, version ${decodeURIComponent(version)}` }
}

export default async function StatementVersionPage({ params, searchParams }: Props) {
  const means = await loadStatementMeans()
  const [{ month, version }, { view }] = [await params, await readAddress(searchParams)]
  if (!/^[1-9]\d{0,8}$/.test(version)) notFound()
  const question = { month: decodeURIComponent(month), view, version: Number(version) }
  return (
    <Hydrate
      queries={[
        prefetch(statementOptions(question), () => loadStatement(question)),
        prefetch(statementMonthsOptions(), loadStatementMonths),
      ]}
    >
      <StatementScreen month={question.month} version={question.version} {...means} />
    </Hydrate>
  )
}
