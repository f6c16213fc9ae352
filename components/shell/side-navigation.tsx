'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import classes from './app-shell.module.css'
import { isCurrent, type NavigationItem } from './navigation'
import { NavigationIcon } from './navigation-icon'

/** The list of places; the one that the page belongs to is marked for eyes and for screen readers. */
export function SideNavigation({ items, onNavigate }: { items: readonly NavigationItem[]; onNavigate?: () => void }) {
  const pathname = usePathname() ?? ''
  return (
    <nav className={classes.navigation} aria-label="Main">
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              className={classes.item}
              aria-current={isCurrent(item, pathname) ? 'page' : undefined}
              onClick={onNavigate}
            >
              <NavigationIcon name={item.icon} />
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
