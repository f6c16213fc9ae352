import {
  IconAdjustmentsHorizontal,
  IconAlertTriangle,
  IconArrowRight,
  IconChartBar,
  IconDatabaseImport,
  IconLayoutDashboard,
  IconReceiptDollar,
  IconScale,
  IconTag,
  IconTerminal2,
  IconUsers,
} from '@tabler/icons-react'
import type { NavigationIconName } from './navigation'

const icons = {
  overview: IconLayoutDashboard,
  spend: IconChartBar,
  finance: IconScale,
  engineering: IconTerminal2,
  budgets: IconReceiptDollar,
  triage: IconAlertTriangle,
  sources: IconDatabaseImport,
  pricing: IconTag,
  settings: IconAdjustmentsHorizontal,
  team: IconUsers,
  action: IconArrowRight,
} satisfies Record<NavigationIconName, typeof IconTag>

/** The picture that goes with a navigation icon's name; decoration, the label says it. */
export function NavigationIcon({ name, size = 16 }: { name: NavigationIconName; size?: number }) {
  const Icon = icons[name]
  return <Icon size={size} stroke={1.5} aria-hidden />
}
