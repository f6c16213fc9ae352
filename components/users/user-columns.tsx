import { UnstyledButton } from '@mantine/core'
import { Moment } from '@/components/settings/moment'
import classes from '@/components/settings/settings.module.css'
import type { Column } from '@/components/ui/data-table-columns'
import { StatusBadge } from '@/components/ui/status-badge'
import { roleLabels } from '@/lib/auth/permissions'
import type { UserView } from '@/lib/users/loaders'

interface UserColumnOptions {
  zone: string
  ownId: string
  /** Absent for those who may only read. */
  onOpen?: (user: UserView) => void
}

/** What the list of people shows of each. */
export function userColumns({ zone, ownId, onOpen }: UserColumnOptions): readonly Column<UserView>[] {
  return [
    {
      key: 'name',
      header: 'Name',
      value: (user) => user.name,
      render: (user) => (
        <>
          {onOpen ? (
            <UnstyledButton className={classes.open} onClick={() => onOpen(user)} aria-haspopup="dialog">
              {user.name}
            </UnstyledButton>
          ) : (
            user.name
          )}
          {user.id === ownId && ' (you)'}
        </>
      ),
    },
    { key: 'email', header: 'E-mail', value: (user) => user.email },
    { key: 'role', header: 'Role', value: (user) => roleLabels[user.role].label },
    {
      key: 'owners',
      header: 'Teams and cost centres',
      value: listOwners,
      render: (user) => (
        <span className={classes.clipped} title={listOwners(user)}>
          {listOwners(user) || <NothingAssigned user={user} />}
        </span>
      ),
    },
    {
      key: 'lastSignIn',
      header: 'Last sign-in',
      value: (user) => user.lastSignInAt ?? 'never',
      render: (user) => (user.lastSignInAt ? <Moment at={user.lastSignInAt} zone={zone} /> : 'Never'),
    },
    { key: 'sessions', header: 'Sessions', kind: 'count', value: (user) => user.sessions },
    {
      key: 'state',
      header: 'State',
      value: (user) => (user.disabledAt ? 'disabled' : 'active'),
      render: (user) =>
        user.disabledAt ? <StatusBadge label="Disabled" tone="off" /> : <StatusBadge label="Active" tone="done" />,
    },
  ]
}

const listOwners = (user: UserView) => [...user.teams, ...user.costCenters].join(', ')

function NothingAssigned({ user }: { user: UserView }) {
  return <span>{user.role === 'lead' || user.role === 'engineer' ? 'None: sees nothing' : 'Sees everything'}</span>
}

/** Whether a person is found by these words: each must occur in the name, the e-mail, the role or what they are assigned to. */
export function matchesUser(user: UserView, search: string): boolean {
  const text = `${user.name} ${user.email} ${roleLabels[user.role].label} ${listOwners(user)}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
