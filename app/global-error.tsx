'use client'

import { MantineProvider } from '@mantine/core'
import { ErrorState } from '@/components/ui/error-state'

/** The last resort, where the root layout itself failed: it brings its own document. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <MantineProvider>
          <ErrorState
            message="Ascribe could not be loaded. The reason has been logged."
            requestId={error.digest}
            onRetry={retry}
          />
        </MantineProvider>
      </body>
    </html>
  )
}
