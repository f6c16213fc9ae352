'use client'

import { Button } from '@mantine/core'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import { notifyDone } from '@/components/settings/notify'
import classes from '@/components/settings/settings.module.css'
import { useAction } from '@/components/settings/use-action'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { StatusBadge } from '@/components/ui/status-badge'
import { revokeSessionAction } from '@/lib/account/actions'
import type { SessionView } from '@/lib/account/loaders'
import { describeBrowser } from './describe-browser'

/** The browsers in which one is signed in; any but this one can be signed out from here. */
export function SessionsTable({ sessions, zone }: { sessions: readonly SessionView[]; zone: string }) {
  const revoking = useAction(revokeSessionAction)

  const signOut = async (session: SessionView) => {
    const answer = await revoking.run({ sessionId: session.id })
    if (answer?.ok) notifyDone(`${describeBrowser(session.userAgent)} was signed out.`)
  }

  const columns: readonly Column<SessionView>[] = [
    {
      key: 'browser',
      header: 'Browser',
      value: (session) => describeBrowser(session.userAgent),
      render: (session) => <span title={session.userAgent}>{describeBrowser(session.userAgent)}</span>,
    },
    {
      key: 'this',
      header: 'Sign out',
      value: (session) => (session.isCurrent ? 'this browser' : ''),
      sortable: false,
      render: (session) =>
        session.isCurrent ? (
          <StatusBadge label="This browser" tone="active" />
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            disabled={revoking.pending}
            aria-label={`Sign out ${describeBrowser(session.userAgent)} at ${session.address}`}
            onClick={() => void signOut(session)}
          >
            Sign out
          </Button>
        ),
    },
    {
      key: 'address',
      header: 'Address',
      value: (session) => session.address,
      render: (session) => (
        <span className={classes.clipped} title={session.address}>
          {session.address}
        </span>
      ),
    },
    {
      key: 'lastSeen',
      header: 'Last seen',
      value: (session) => session.lastSeenAt,
      render: (session) => <Moment at={session.lastSeenAt} zone={zone} relative="behind" />,
    },
    {
      key: 'created',
      header: 'Signed in',
      value: (session) => session.createdAt,
      render: (session) => <Moment at={session.createdAt} zone={zone} />,
    },
    {
      key: 'expires',
      header: 'Ends at the latest',
      value: (session) => session.expiresAt,
      render: (session) => <Moment at={session.expiresAt} zone={zone} />,
    },
  ]
  return (
    <div>
      <ActionError failure={revoking.failure} />
      <DataTable caption="Signed-in browsers" columns={columns} rows={sessions} rowKey={(session) => session.id} csv={false} />
    </div>
  )
}
