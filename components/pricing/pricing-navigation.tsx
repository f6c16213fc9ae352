'use client'

import { usePathname } from 'next/navigation'
import { PageTabs, tabsAt } from '@/components/ui/page-tabs'
import { pricingPlaces } from './places'

/** The way from one page of pricing to the next. A model's page belongs to the list of models. */
export function PricingNavigation() {
  return <PageTabs label="Pricing" tabs={tabsAt(usePathname() ?? '', pricingPlaces)} />
}
