'use client'

import { useQueryState } from 'nuqs'
import { useState } from 'react'
import type { FixKind } from '@/lib/triage/fixes/kinds'
import type { Finding } from '@/lib/triage/queries'
import { openFindingParam } from '@/lib/triage/search-params'

/** Something that is about to be done about findings. */
export interface PanelTask {
  readonly kind: 'assign' | 'state' | 'resolve' | 'accept'
  readonly findings: readonly Finding[]
  /** The act that was chosen already. */
  readonly fixKind?: FixKind
}

/** What the panel shows: a finding, a task, or a task that leads back to the finding that it began from. */
export interface PanelSubject {
  readonly findingId: string | null
  readonly task: PanelTask | null
}

/** The panel beside the list; which finding it shows is in the address, so that it can be sent. */
export function useFindingPanel(openId: string | null) {
  const [, setOpenId] = useQueryState('finding', openFindingParam)
  const [state, setState] = useState<{ opened: boolean; subject: PanelSubject; opening: number }>({
    opened: openId !== null,
    subject: { findingId: openId, task: null },
    opening: 0,
  })
  const show = (subject: PanelSubject) => {
    setState(({ opening }) => ({ opened: true, subject, opening: opening + 1 }))
    void setOpenId(subject.findingId)
  }
  return {
    opened: state.opened,
    subject: state.subject,
    /** Counts openings: forms of one do not reach into the next. */
    opening: state.opening,
    findingId: state.subject.findingId,
    openFinding: (findingId: string) => show({ findingId, task: null }),
    openTask: (task: PanelTask) => show({ findingId: null, task }),
    /** A task of the finding that is shown. */
    beginTask: (task: PanelTask) => show({ findingId: state.subject.findingId, task }),
    /** From a task to the finding that it began from. */
    goBack: () => show({ findingId: state.subject.findingId, task: null }),
    close: () => {
      setState((current) => ({ ...current, opened: false }))
      void setOpenId(null)
    },
  }
}

export type FindingPanelState = ReturnType<typeof useFindingPanel>
