'use client'

import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { isCurrent } from '@/components/shell/navigation'
import classes from './page-tabs.module.css'

export interface PageTab {
  href: string
  label: string
  /** Where one is: on the page itself, or on one beneath it. */
  current?: 'page' | 'true'
}

interface PageTabsProps {
  /** What the pages are of. */
  label: string
  tabs: readonly PageTab[]
  /** False where a page costs much to prepare. */
  prefetch?: false
}

/** The way between the pages of one part of the product. */
export function PageTabs({ label, tabs, prefetch }: PageTabsProps) {
  const here = useRef<HTMLAnchorElement>(null)
  const current = tabs.find((tab) => tab.current !== undefined)?.label
  // On a phone the row scrolls, and the place where one is may be beyond its edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page has its own place in the row
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    here.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  return (
    <nav className={classes.navigation} aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.label}>
            <Link
              ref={tab.current === undefined ? undefined : here}
              href={tab.href}
              prefetch={prefetch}
              className={classes.tab}
              aria-current={tab.current}
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The tabs as seen from a page: the last place that it is or lies beneath is where one is, the first where there is none. */
export function tabsAt(pathname: string, places: readonly Pick<PageTab, 'href' | 'label'>[]): PageTab[] {
  const here = places.findLast((place) => isCurrent(place, pathname)) ?? places[0]
  return places.map(({ href, label }) => ({
    ...{ href, label },
    current: href !== here?.href ? undefined : pathname === href ? 'page' : 'true',
  }))
}
