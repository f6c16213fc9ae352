'use client'

import { Button } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import { useAction } from '@/components/settings/use-action'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import { acknowledgeAllAction, acknowledgeNotificationAction } from '@/lib/inbox/actions'
import type { InboxPageData, NotificationView } from '@/lib/inbox/loaders'
import classes from './inbox.module.css'

/** What the reader was told, newest first, until they acknowledge it. */
export function InboxScreen({ notifications, zone }: InboxPageData) {
  const { run, pending, failure } = useAction(acknowledgeAllAction)
  const unread = notifications.filter(({ acknowledgedAt }) => acknowledgedAt === null).length
  return (
    <>
      <PageHeader title="Inbox" description={unread === 0 ? 'Nothing waits for you.' : `${unread} to acknowledge`} />
      <ActionError failure={failure} />
      <Section
        title="Notifications"
        flush={notifications.length > 0}
        actions={
          unread > 0 && (
            <Button size="xs" variant="default" loading={pending} onClick={() => void run({})}>
              Acknowledge all
            </Button>
          )
        }
      >
        {notifications.length === 0 ? (
          <EmptyState
            icon={<IconBell size={28} stroke={1.25} aria-hidden />}
            title="Nothing yet."
            detail="You are told here when a budget that is yours reaches a threshold, or when somebody decides on what you asked for."
          />
        ) : (
          <ul className={classes.list}>
            {notifications.map((notification) => (
              <Notification key={notification.id} notification={notification} zone={zone} />
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

function Notification({ notification, zone }: { notification: NotificationView; zone: string }) {
  const { id, title, body, href, createdAt, acknowledgedAt } = notification
  const { run, pending, failure } = useAction(acknowledgeNotificationAction)
  return (
    <li className={classes.item} data-unread={acknowledgedAt === null || undefined}>
      <div>
        <p className={classes.title}>
          <TextLink href={href}>{title}</TextLink>
        </p>
        <p className={classes.body}>{body}</p>
        <p className={classes.when}>
          <Moment at={createdAt} zone={zone} relative="behind" />
        </p>
        <ActionError failure={failure} />
      </div>
      {acknowledgedAt === null ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={pending}
          aria-label={`Acknowledge: ${title}`}
          onClick={() => void run({ id })}
        >
          Acknowledge
        </Button>
      ) : (
        <StatusBadge label="Acknowledged" tone="done" />
      )}
    </li>
  )
}
