'use client'

import { PageTabs } from '@/components/ui/page-tabs'
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
  const tabs = places.map(({ href, label }) => ({
    ...{ href: engineeringHref(href, period), label },
    current: href === current ? ('page' as const) : undefined,
  }))
  return <PageTabs label="Engineering" tabs={tabs} prefetch={false} />
}
