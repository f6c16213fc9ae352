import { redirect } from 'next/navigation'
import { requirePageActor } from '@/lib/auth/page-actor'

export default async function HomePage() {
  const { role } = await requirePageActor()
  // A lead answers for budgets, everybody else begins with the month.
  redirect(role === 'lead' ? '/budgets' : '/overview')
}
