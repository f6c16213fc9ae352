'use client'

import Link from 'next/link'
import { createContext, type ReactNode, useContext } from 'react'
import classes from './statement.module.css'

/**
 * Whether Tab reaches what is in a row: only in the row that the arrow keys stand on, so that a table of some hundred figures
 * is one stop and not some hundred.
 */
export const RowIsReached = createContext(true)

/** A figure that leads to the rows behind it. */
export function FigureLink({ href, label, children }: { href: string; label?: string; children: ReactNode }) {
  const isReached = useContext(RowIsReached)
  return (
    <Link href={href} className={classes.figure} prefetch={false} tabIndex={isReached ? undefined : -1} aria-label={label}>
      {children}
    </Link>
  )
}
