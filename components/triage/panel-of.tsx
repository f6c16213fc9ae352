'use client'

import { type ReactNode, Suspense, use } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Section } from '@/components/ui/section'
import type { Panel } from '@/lib/triage/loaders'

interface PanelOfProps<Data> {
  title: string
  panel: Promise<Panel<Data>>
  heightPx: number
  children: (data: Data) => ReactNode
}

/** A panel whose data is on its way: its place, then its content, or why there is none. */
export function PanelOf<Data>(props: PanelOfProps<Data>) {
  const { title, heightPx } = props
  const waiting = (
    <Section title={title}>
      <LoadingState label={`Loading ${title}`} heightPx={heightPx} />
    </Section>
  )
  return (
    <Suspense fallback={waiting}>
      <Arrived {...props} />
    </Suspense>
  )
}

function Arrived<Data>({ title, panel, children }: PanelOfProps<Data>) {
  const answer = use(panel)
  if (answer.ok) return children(answer.data)
  return (
    <Section title={title}>
      <ErrorState message={answer.message} />
    </Section>
  )
}
