import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/auth/sign-in-form'
import { findPageActor, isUnclaimed } from '@/lib/auth/page-actor'

export const metadata = { title: 'Sign in' }

export default async function LoginPage() {
  if (await findPageActor()) redirect('/')
  if (await isUnclaimed()) redirect('/setup')
  return <SignInForm />
}
