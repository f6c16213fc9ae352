import { redirect } from 'next/navigation'
import { requirePageActor } from '@/lib/auth/page-actor'

export default async function HomePage() {
  await requirePageActor()
  redirect('/overview')
}
