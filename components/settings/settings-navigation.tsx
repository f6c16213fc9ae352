'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { isCurrent } from '@/components/shell/navigation'
import type { Role } from '@/lib/auth/permissions'
import { settingsFor } from './places'
import classes from './settings.module.css'

/** The way from one page of the settings to the next; absent on their index, which lists the same. */
export function SettingsNavigation({ role }: { role: Role }) {
  const pathname = usePathname() ?? ''
  const current = useRef<HTMLAnchorElement>(null)
  // On a phone the row scrolls, and the place where one is may be beyond its edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page has its own place in the row
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  if (pathname === '/settings') return null
  const places = settingsFor(role).flatMap((group) => group.places)
  return (
    <nav className={classes.navigation} aria-label="Settings">
      <ul>
        <li>
          <Link href="/settings" className={classes.tab}>
            All settings
          </Link>
        </li>
        {places.map((place) => {
          const isHere = isCurrent(place, pathname)
          return (
            <li key={place.href}>
              <Link
                ref={isHere ? current : undefined}
                href={place.href}
                className={classes.tab}
                aria-current={isHere ? 'page' : undefined}
              >
                {place.label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
