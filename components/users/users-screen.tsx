'use client'

import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { PageHeader } from '@/components/ui/page-header'
import type { UsersPageData } from '@/lib/users/loaders'
import { matchesUser, userColumns } from './user-columns'
import { UserDrawer } from './user-drawer'

/** Everyone who may sign in; those who may edit open a person by name. */
export function UsersScreen({ users, teams, costCenters, ownId, canEdit, zone }: UsersPageData) {
  // By id, so that it shows the person as the list has them after each change; null for someone new.
  const drawer = useSideDrawer<{ userId: string | null }>()
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim())
  const rows = useMemo(() => (wanted === '' ? users : users.filter((user) => matchesUser(user, wanted))), [users, wanted])
  const { open } = drawer
  const columns = userColumns({ zone, ownId, onOpen: canEdit ? (user) => open({ userId: user.id }) : undefined })
  return (
    <>
      <PageHeader
        title="People"
        description={`Who may sign in and what they see. Times are in ${zone}.`}
        actions={
          canEdit && (
            <Button leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />} onClick={() => open({ userId: null })}>
              Add person
            </Button>
          )
        }
      />
      <DataTable
        caption="People"
        columns={columns}
        rows={rows}
        rowKey={(user) => user.id}
        csv="people"
        empty={{
          title: 'Nobody matches.',
          detail: 'The search looks at names, e-mail addresses, roles, teams and cost centres.',
        }}
        toolbar={
          <TextInput
            size="xs"
            w={220}
            type="search"
            aria-label="Search people"
            placeholder="Name, e-mail, role or team"
            leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        }
      />
      {canEdit && (
        <UserDrawer
          opened={drawer.opened}
          opening={drawer.opening}
          user={users.find(({ id }) => id === drawer.subject?.userId) ?? null}
          isOwn={drawer.subject?.userId === ownId}
          teams={teams}
          costCenters={costCenters}
          onClose={drawer.close}
        />
      )}
    </>
  )
}
