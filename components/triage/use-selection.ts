'use client'

import { useState } from 'react'
import type { Finding } from '@/lib/triage/queries'
import { maxFindings } from '@/lib/triage/schema'

/** The findings that are selected, also those of other pages, up to as many as one act of mending takes. */
export function useSelection(shown: readonly Finding[]) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Finding>>(new Map())
  const [anchor, setAnchor] = useState<string | null>(null)
  // What is shown again has the figures of now.
  const fresh = new Map(shown.map((finding) => [finding.id, finding]))
  const selected = [...chosen.values()].map((finding) => fresh.get(finding.id) ?? finding)

  const keep = (next: ReadonlyMap<string, Finding>) => setChosen(new Map([...next].slice(0, maxFindings)))
  return {
    selected,
    has: (id: string) => chosen.has(id),
    /** @returns how many are selected then. */
    toggle(finding: Finding): number {
      const next = new Map(chosen)
      if (!next.delete(finding.id)) next.set(finding.id, finding)
      keep(next)
      setAnchor(finding.id)
      return Math.min(next.size, maxFindings)
    },
    /** Adds all from the last one that was selected to this one. */
    extend(finding: Finding): number {
      const from = shown.findIndex(({ id }) => id === anchor)
      const to = shown.findIndex(({ id }) => id === finding.id)
      const range = from < 0 ? [finding] : shown.slice(Math.min(from, to), Math.max(from, to) + 1)
      const next = new Map([...chosen, ...range.map((one) => [one.id, one] as const)])
      keep(next)
      setAnchor(finding.id)
      return Math.min(next.size, maxFindings)
    },
    /** Adds all that are shown, or takes them out where all are selected. */
    toggleAll(): number {
      const next = new Map(chosen)
      const isWhole = shown.every(({ id }) => chosen.has(id))
      for (const finding of shown) {
        if (isWhole) next.delete(finding.id)
        else next.set(finding.id, finding)
      }
      keep(next)
      return Math.min(next.size, maxFindings)
    },
    clear() {
      setChosen(new Map())
      setAnchor(null)
    },
  }
}

export type Selection = ReturnType<typeof useSelection>
