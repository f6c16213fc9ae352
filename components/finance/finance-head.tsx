'use client'

import { usePathname } from 'next/navigation'
import { PageHeader, type PageHeaderProps } from '@/components/ui/page-header'
import { PageTabs, tabsAt } from '@/components/ui/page-tabs'

const places = [
  { href: '/finance', label: 'Statements' },
  { href: '/finance/movement', label: 'Movement' },
  { href: '/finance/exports', label: 'Exports' },
]

/** The head of every page of finance, with the way to the others. A month and its versions belong to the statements. */
export function FinanceHead(props: PageHeaderProps) {
  const pathname = usePathname() ?? ''
  return (
    <>
      <PageHeader {...props} />
      <PageTabs label="Finance" tabs={tabsAt(pathname, places)} />
    </>
  )
}
