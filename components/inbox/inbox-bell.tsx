import { IconBell } from '@tabler/icons-react'
import Link from 'next/link'
import classes from './inbox.module.css'

/** The way to the inbox, with how much waits there. */
export function InboxBell({ unread }: { unread: number }) {
  return (
    <Link
      href="/inbox"
      className={classes.bell}
      aria-label={unread === 0 ? 'Inbox' : `Inbox, ${unread} to acknowledge`}
      prefetch={false}
    >
      <IconBell size={18} stroke={1.5} aria-hidden />
      {unread > 0 && (
        <span className={classes.count} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  )
}
