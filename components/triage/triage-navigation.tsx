import Link from 'next/link'
import tabs from '@/components/settings/settings.module.css'

const places = [
  { href: '/triage', label: 'Findings' },
  { href: '/triage/progress', label: 'Path to zero' },
] as const

/** The way between what is open and how far it has come. */
export function TriageNavigation({ current }: { current: (typeof places)[number]['href'] }) {
  return (
    <nav className={tabs.navigation} aria-label="Triage">
      <ul>
        {places.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} className={tabs.tab} aria-current={href === current ? 'page' : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
