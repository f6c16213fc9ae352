'use client'

import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page-foot.module.css'

interface PageFootProps {
  /** "Pages of requests". */
  label: string
  /** Where one is, in words. */
  children: ReactNode
  isPending: boolean
  /** Back to the first page; absent on it. */
  first: { label: string; go?: () => void }
  /** On; absent on the last page. */
  next: { label: string; go?: () => void }
}

/** Under a long list that a cursor leads through: back to its beginning, and on. Absent where all of it is on one page. */
export function PageFoot({ label, children, isPending, first, next }: PageFootProps) {
  if (!first.go && !next.go) return null
  return (
    <nav className={classes.foot} aria-label={label}>
      <span aria-live="polite">{children}</span>
      <Group gap={8}>
        {[first, next].map((step) => (
          <Button key={step.label} size="xs" variant="default" disabled={!step.go || isPending} onClick={step.go}>
            {step.label}
          </Button>
        ))}
      </Group>
    </nav>
  )
}
