import { redirect } from 'next/navigation'
import { ClaimForm } from '@/components/auth/claim-form'
import { isUnclaimed } from '@/lib/auth/page-actor'

export const metadata = { title: 'First administrator' }

export default async function SetupPage() {
  if (!(await isUnclaimed())) redirect('/login')
  return <ClaimForm />
}
