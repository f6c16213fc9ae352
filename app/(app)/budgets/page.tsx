import { BudgetsScreen } from '@/components/budgets/budgets-screen'
import { loadBudgetsPage } from '@/lib/budgets/loaders'

export const metadata = { title: 'Budgets' }

export default async function BudgetsPage({ searchParams }: PageProps<'/budgets'>) {
  return <BudgetsScreen {...(await loadBudgetsPage(searchParams))} />
}
