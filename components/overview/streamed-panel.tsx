'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, Suspense, use } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Section } from '@/components/ui/section'
import type { Panel } from '@/lib/reports/settle-panel'

interface StreamedPanelProps<Data> {
  title: string
  panel: Promise<Panel<Data>>
  /** As tall as the panel will be, more or less. */
  heightPx: number
  children: (data: Data) => ReactNode
}

/** A panel that comes when it was read, and says so in its place where it could not be. */
export function StreamedPanel<Data>({ heightPx, ...panel }: StreamedPanelProps<Data>) {
  return (
    <Suspense
      fallback={
        <Section title={panel.title}>
          <LoadingState label={`Loading ${panel.title}`} heightPx={heightPx} />
        </Section>
      }
    >
      <Settled {...panel} />
    </Suspense>
  )
}

function Settled<Data>({ title, panel, children }: Omit<StreamedPanelProps<Data>, 'heightPx'>) {
  const settled = use(panel)
  return settled.ok ? children(settled.data) : <FailedPanel title={title} requestId={settled.requestId} />
}

/** What stands in place of a panel that could not be read. */
export function FailedPanel({ title, requestId }: { title: string; requestId?: string }) {
  const router = useRouter()
  return (
    <Section title={title}>
      <ErrorState
        message="This could not be read. The reason has been logged."
        requestId={requestId}
        onRetry={() => router.refresh()}
      />
    </Section>
  )
}
