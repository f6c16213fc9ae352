'use client'

import { SegmentedControl } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useState } from 'react'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import type { DisputesPageData } from '@/lib/attribution/disputes/loaders'
import { disputeColumns } from './dispute-columns'
import { DisputeDetails } from './dispute-details'

/** Lines that somebody says are not theirs, and what was decided about them. */
export function DisputesScreen({ disputes, canRaise, seesEverything, zone }: DisputesPageData) {
  const [show, setShow] = useState('open')
  const drawer = useSideDrawer<string>()
  const open = disputes.filter(({ state }) => state === 'open')
  const shown = show === 'open' ? open : disputes
  const subject = disputes.find(({ id }) => id === drawer.subject) ?? null
  return (
    <>
      <PageHeader
        title="Disputes"
        description={
          seesEverything
            ? 'Lines that a team says are not theirs. Accepting one moves them at once, on all days of the dispute.'
            : 'Lines of your teams that somebody says are not yours. Finance or the platform decides; until then nothing moves.'
        }
      />
      <DataTable
        caption="Disputes"
        columns={disputeColumns(zone, drawer.open)}
        rows={shown}
        rowKey={({ id }) => id}
        csv="disputes"
        toolbar={
          disputes.length > 0 && (
            <SegmentedControl
              size="xs"
              aria-label="Which disputes"
              value={show}
              onChange={setShow}
              data={[
                { value: 'open', label: `Open · ${open.length}` },
                { value: 'all', label: `All · ${disputes.length}` },
              ]}
            />
          )
        }
        empty={{
          title: disputes.length > 0 ? 'No dispute is open.' : 'No dispute yet.',
          detail: 'A dispute begins where a figure is explained: every line there can be disputed.',
          icon: <IconScale size={28} stroke={1.25} aria-hidden />,
          action: canRaise && <LinkButton href="/spend/why">Why is this mine?</LinkButton>,
        }}
      />
      <DisputeDetails key={drawer.opening} dispute={subject} opened={drawer.opened} onClose={drawer.close} zone={zone} />
    </>
  )
}
