'use client'

import { Button, Kbd, Title } from '@mantine/core'
import { useOs } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { openCommandPalette } from '@/components/shell/command-palette'
import { ThemeToggle } from '@/components/shell/theme-toggle'
import type { Period } from '@/lib/time/calendar'
import { AsOf } from './as-of'
import { formatPeriod } from './format-date'
import classes from './page-header.module.css'

export interface PageHeaderProps {
  title: string
  description?: ReactNode
  /** What the page as a whole can do, or its date range. */
  actions?: ReactNode
  /** Said under the title when every figure of the page shares it. */
  period?: Period
  asOf?: string
  /** Reporting zone; needed with `asOf`. */
  zone?: string
}

/** The head of a page: its `h1`, what its figures cover, search, its own actions, and the colour scheme. */
export function PageHeader({ title, description, actions, period, asOf, zone }: PageHeaderProps) {
  // Known only in the browser; until then the Mac key, which most of those who use it have.
  const os = useOs()
  return (
    <header className={classes.header}>
      <div className={classes.heading}>
        <p className={classes.paper}>Ascribe · AI spend{zone === undefined ? '' : ` · days of ${zone}`}</p>
        <Title order={1}>{title}</Title>
        {description && <p className={classes.line}>{description}</p>}
        {(period || asOf) && (
          <p className={classes.line}>
            {period && formatPeriod(period)}
            {period && asOf && ' · '}
            {asOf && <AsOf at={asOf} zone={zone ?? 'UTC'} />}
          </p>
        )}
      </div>
      <div className={classes.actions}>
        <Button
          variant="default"
          className={classes.search}
          leftSection={<IconSearch size={15} stroke={1.75} aria-hidden />}
          rightSection={<Kbd className={classes.key}>{os === 'windows' || os === 'linux' ? 'Ctrl K' : '⌘K'}</Kbd>}
          onClick={openCommandPalette}
        >
          Search
        </Button>
        {actions}
        <ThemeToggle />
      </div>
    </header>
  )
}
