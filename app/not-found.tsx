import { NotFound } from '@/components/shell/not-found'

export const metadata = { title: 'Not found' }

export default function NotFoundPage() {
  return (
    <main>
      <NotFound />
    </main>
  )
}
