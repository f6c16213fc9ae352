import type { Metadata } from 'next'
import { DesignScreen } from '@/components/design/design-screen'
import { requirePageActor } from '@/lib/auth/page-actor'

export const metadata: Metadata = { title: 'Design' }

export default async function DesignPage() {
  await requirePageActor()
  return <DesignScreen />
}
