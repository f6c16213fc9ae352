import type { ReactNode } from 'react'
import { ThemeToggle } from '@/components/shell/theme-toggle'
import classes from './auth-frame.module.css'

/** The page before anyone is signed in: the product's mark, one form, nothing else. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.page}>
      <div className={classes.corner}>
        <ThemeToggle />
      </div>
      <main className={classes.card}>
        <svg viewBox="0 0 32 32" className={classes.mark} aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="#5b5fc7" />
          <path d="M8 23 L16 8 L24 23" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
          <circle cx="16" cy="19.5" r="2.5" fill="#fff" />
        </svg>
        {children}
      </main>
    </div>
  )
}
