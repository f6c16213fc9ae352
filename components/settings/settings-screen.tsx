import { IconChevronRight } from '@tabler/icons-react'
import Link from 'next/link'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { Role } from '@/lib/auth/permissions'
import { settingsFor } from './places'
import classes from './settings.module.css'

/** Where everything that is set once and looked up now and then is found; only what the role may open. */
export function SettingsScreen({ role }: { role: Role }) {
  return (
    <>
      <PageHeader title="Settings" />
      <div className={classes.groups}>
        {settingsFor(role).map(({ title, places }) => (
          <Section key={title} title={title} flush>
            <ul className={classes.places}>
              {places.map(({ href, label, description }) => (
                <li key={href}>
                  <Link href={href} className={classes.place}>
                    <span className={classes.label}>{label}</span>
                    <IconChevronRight size={16} stroke={1.5} aria-hidden />
                    <span className={classes.description}>{description}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </Section>
        ))}
      </div>
    </>
  )
}
