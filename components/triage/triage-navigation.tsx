import { PageTabs, tabsAt } from '@/components/ui/page-tabs'

const places = [
  { href: '/triage', label: 'Findings' },
  { href: '/triage/progress', label: 'Path to zero' },
] as const

/** The way between what is open and how far it has come. */
export function TriageNavigation({ current }: { current: (typeof places)[number]['href'] }) {
  return <PageTabs label="Triage" tabs={tabsAt(current, places)} />
}
