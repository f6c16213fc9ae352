'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import tabs from '@/components/settings/settings.module.css'
import { pricingPlaces } from './places'

/** The way from one page of pricing to the next. A model's page belongs to the list of models. */
export function PricingNavigation() {
  const pathname = usePathname() ?? ''
  const here = pricingPlaces.findLast(({ href }) => pathname === href || (href !== '/pricing' && pathname.startsWith(`${href}/`)))
  const current = useRef<HTMLAnchorElement>(null)
  // On a phone the row scrolls, and the place where one is may be beyond its edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page has its own place in the row
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  return (
    <nav className={tabs.navigation} aria-label="Pricing">
      <ul>
        {pricingPlaces.map(({ href, label }) => (
          <li key={href}>
            <Link
              ref={href === (here?.href ?? '/pricing') ? current : undefined}
              href={href}
              className={tabs.tab}
              aria-current={href === (here?.href ?? '/pricing') ? (pathname === href ? 'page' : 'true') : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
