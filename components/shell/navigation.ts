import type { Permission } from '@/lib/auth/permissions'

/** Icons that navigation and the command palette may name; names, because functions do not travel from server to browser. */
export type NavigationIconName =
  | 'overview'
  | 'spend'
  | 'finance'
  | 'engineering'
  | 'budgets'
  | 'triage'
  | 'sources'
  | 'pricing'
  | 'settings'
  | 'team'
  | 'action'

/** One entry of the side bar. */
export interface NavigationItem {
  href: string
  label: string
  icon: NavigationIconName
  /** What an actor must be allowed to see the entry; absent means everybody. The layout filters, the shell only shows. */
  permission?: Permission
}

/** Every entry, in the order of the side bar. */
export const navigationItems: readonly NavigationItem[] = [
  { href: '/overview', label: 'Overview', icon: 'overview', permission: 'spend.read' },
  { href: '/spend', label: 'Spend', icon: 'spend', permission: 'spend.read' },
  { href: '/finance', label: 'Finance', icon: 'finance', permission: 'finance.read' },
  { href: '/triage', label: 'Triage', icon: 'triage', permission: 'triage.read' },
  { href: '/engineering', label: 'Engineering', icon: 'engineering', permission: 'spend.read' },
  { href: '/budgets', label: 'Budgets', icon: 'budgets', permission: 'budget.read' },
  { href: '/sources', label: 'Sources', icon: 'sources', permission: 'source.read' },
  { href: '/pricing', label: 'Pricing', icon: 'pricing', permission: 'price.read' },
  { href: '/settings', label: 'Settings', icon: 'settings' },
]

/** Whether `item` is where `pathname` is, or above it. `/spend` is current on `/spend/teams`, not on `/spending`. */
export function isCurrent(item: Pick<NavigationItem, 'href'>, pathname: string): boolean {
  return pathname === item.href || pathname.startsWith(`${item.href}/`)
}
