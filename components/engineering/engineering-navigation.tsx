'use client'

import Link from 'next/link'
import { useEffect, useRef } from 'react'
import tabs from '@/components/settings/settings.module.css'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { engineeringHref } from './engineering-href'

const places = [
  { href: '/engineering', label: 'Explore' },
  { href: '/engineering/features', label: 'Features' },
  { href: '/engineering/models', label: 'Models' },
  { href: '/engineering/waste', label: 'Waste' },
  { href: '/engineering/keys', label: 'Keys' },
  { href: '/engineering/teams', label: 'Teams' },
] as const

export type EngineeringPlace = (typeof places)[number]['href']

export interface EngineeringNavigationProps {
  /** Null on a page beneath them, such as a team's. */
  current: EngineeringPlace | null
  /** Kept on the way from one to the next. */
  period: PeriodParams
}

/** The way between the engineering screens, with the same period and filters. */
export function EngineeringNavigation({ current, period }: EngineeringNavigationProps) {
  const here = useRef<HTMLAnchorElement>(null)
  // On a phone the row scrolls, and the place where one is may be beyond its edge.
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [])
  return (
    <nav className={tabs.navigation} aria-label="Engineering">
      <ul>
        {places.map(({ href, label }) => (
          <li key={href}>
            <Link
              ref={href === current ? here : undefined}
              href={engineeringHref(href, period)}
              prefetch={false}
              className={tabs.tab}
              aria-current={href === current ? 'page' : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
