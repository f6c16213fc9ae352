import Link from 'next/link'
import classes from './app-shell.module.css'

/** The product's mark and name, home. The mark is a ledger line that ends in an owner: the same drawing as `app/icon.svg`. */
export function Brand({ href = '/overview' }: { href?: string }) {
  return (
    <Link href={href} className={classes.brand}>
      <svg viewBox="0 0 32 32" className={classes.mark} aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#5b5fc7" />
        <path d="M8 23 L16 8 L24 23" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
        <circle cx="16" cy="19.5" r="2.5" fill="#fff" />
      </svg>
      Ascribe
    </Link>
  )
}
