import type { ReactNode } from 'react'
import classes from './states.module.css'

/** What answers the question before this one: it stays, dimmed and marked busy, until the new answer is there. */
export function Refetching({ isStale, children }: { isStale: boolean; children: ReactNode }) {
  return (
    <div aria-busy={isStale} className={isStale ? classes.stale : undefined}>
      {children}
    </div>
  )
}
