'use client'

import { ErrorState } from '@/components/ui/error-state'

/** A page that could not be built. The digest is the one that the server logged. */
export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <ErrorState message="This page could not be loaded. The reason has been logged." requestId={error.digest} onRetry={retry} />
  )
}
