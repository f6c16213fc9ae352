import { Anchor } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import Link from 'next/link'
import { formatDate, formatInstant } from '@/components/ui/format-date'
import type { BookAge as BookAgeFacts } from '@/lib/pricing/queries/versions'
import classes from './pricing.module.css'

/** Prices change about every month: figures older than this have probably missed one. */
export const oldAfterDays = 45

/** How old the figures are, in one line, with the way to what they were and where they come from. */
export function BookAge({ age, zone }: { age: BookAgeFacts; zone: string }) {
  const days = age.ageDays === 1 ? '1 day old' : `${age.ageDays} days old`
  return (
    <>
      Figures as of {formatDate(age.asOf)} ·{' '}
      <Anchor component={Link} href="/pricing/versions" inherit underline="always">
        version {age.version}
      </Anchor>{' '}
      published {formatInstant(age.publishedAt, zone)} by {age.publishedBy} · {days} ·{' '}
      <Anchor component={Link} href="/pricing/versions#sources" inherit underline="always">
        sources
      </Anchor>
    </>
  )
}

/** What figures that are too old may mean; nothing while they are young. */
export function OldBookWarning({ age }: { age: BookAgeFacts }) {
  if (age.ageDays <= oldAfterDays) return null
  return (
    <p className={classes.warning} role="note">
      <IconAlertTriangle size={16} stroke={1.5} aria-hidden />
      <span>
        These figures were compared with what providers publish {age.ageDays} days ago. Prices that changed since are not in them,
        and models that came out since have none. A platform admin brings them up to date with <code>ascribe price import</code>{' '}
        or by hand, in a draft.
      </span>
    </p>
  )
}
