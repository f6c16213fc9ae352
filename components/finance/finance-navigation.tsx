'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import tabs from '@/components/settings/settings.module.css'
import classes from './finance-navigation.module.css'

const places = [
  { href: '/finance', label: 'Statements' },
  { href: '/finance/movement', label: 'Movement' },
  { href: '/finance/exports', label: 'Exports' },
] as const

/** The way between the pages of finance; the layout of `/finance` holds it. A month and its versions belong to the statements. */
export function FinanceNavigation() {
  const pathname = usePathname() ?? ''
  const here = places.findLast(({ href }) => pathname === href || pathname.startsWith(`${href}/`))?.href ?? '/finance'
  return (
    <nav className={`${tabs.navigation} ${classes.navigation}`} aria-label="Finance">
      <ul>
        {places.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              className={tabs.tab}
              aria-current={href === here ? (pathname === href ? 'page' : 'true') : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
