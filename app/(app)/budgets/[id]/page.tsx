import { BurnScreen } from '@/components/budgets/burn-screen'
import { loadBudgetPage } from '@/lib/budgets/loaders'

export const metadata = { title: 'Budget' }

export default async function BudgetPage({ params, searchParams }: PageProps<'/budgets/[id]'>) {
  const { id } = await params
  return <BurnScreen {...(await loadBudgetPage(decodeURIComponent(id), searchParams))} />
}
