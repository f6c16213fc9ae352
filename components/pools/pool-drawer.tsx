'use client'

import { Stack } from '@mantine/core'
import { MappingHistory } from '@/components/registry/mapping-history'
import { DrawerPart } from '@/components/settings/form-frame'
import { SideDrawer } from '@/components/settings/side-drawer'
import { KeyValue } from '@/components/ui/key-value'
import type { PoolsPageData, PoolView } from '@/lib/attribution/pools/loaders'
import { PoliciesPart } from './policies-part'
import { AddPoolForm, ArchivePool, BookForm, ChangePoolForm } from './pool-forms'
import { ProposeForm } from './propose-form'

/** What the drawer is about: one pool, or null for a new one. */
export interface PoolTask {
  slug: string | null
}

interface PoolDrawerProps {
  data: PoolsPageData
  task: PoolTask | null
  opened: boolean
  opening: number
  onClose: () => void
}

/** One pool: who approves it, where it is booked, how it was and is shared out, and what can be changed about it. */
export function PoolDrawer({ data, task, opened, opening, onClose }: PoolDrawerProps) {
  const pool = data.pools.find(({ slug }) => slug === task?.slug)
  return (
    <SideDrawer opened={opened} onClose={onClose} title={task ? (task.slug ?? 'Add pool') : ''}>
      {task && task.slug === null && <AddPoolForm key={opening} data={data} onDone={onClose} />}
      {pool && <Details key={opening} pool={pool} data={data} onClose={onClose} />}
    </SideDrawer>
  )
}

function Details({ pool, data, onClose }: { pool: PoolView; data: PoolsPageData; onClose: () => void }) {
  const isWaiting = pool.policies.some(({ decision }) => decision === null)
  const nameOf = (code: string) => data.costCenters.find(({ value }) => value === code)?.label ?? code
  return (
    <Stack gap="lg">
      <KeyValue
        entries={[
          { label: 'Name', value: pool.name },
          { label: 'Approver', value: pool.approverEmail },
          ...(pool.isArchived ? [{ label: 'State', value: 'Archived' }] : []),
        ]}
      />
      <DrawerPart title="How it is shared">
        <PoliciesPart pool={pool} zone={data.zone} onDone={onClose} />
      </DrawerPart>
      {data.canEdit && !pool.isArchived && !isWaiting && (
        <DrawerPart title="Propose a policy">
          <ProposeForm pool={pool} data={data} onDone={onClose} />
        </DrawerPart>
      )}
      <DrawerPart title="Cost centre over time">
        <MappingHistory
          label="Cost centre over time"
          spans={pool.history}
          nameOf={nameOf}
          nothing="No cost centre"
          today={data.today}
        />
      </DrawerPart>
      {data.canEdit && (
        <>
          <DrawerPart title="Book elsewhere">
            <BookForm pool={pool} data={data} onDone={onClose} />
          </DrawerPart>
          <DrawerPart title="Name and approver">
            <ChangePoolForm pool={pool} onDone={onClose} />
          </DrawerPart>
          <DrawerPart title="Archive">
            <ArchivePool pool={pool} onDone={onClose} />
          </DrawerPart>
        </>
      )}
    </Stack>
  )
}
