'use client'

import { useState } from 'react'

export interface SideDrawerState<Subject> {
  opened: boolean
  /** What it is about; kept while it slides away, so that its content does not change under the eye. */
  subject: Subject | null
  /** Counts openings: the key by which forms and secrets of one opening do not reach into the next. */
  opening: number
}

/** A drawer that opens on something. */
export function useSideDrawer<Subject>() {
  const [state, setState] = useState<SideDrawerState<Subject>>({ opened: false, subject: null, opening: 0 })
  return {
    ...state,
    open: (subject: Subject) => setState(({ opening }) => ({ opened: true, subject, opening: opening + 1 })),
    close: () => setState((current) => ({ ...current, opened: false })),
  }
}
