'use client'

import { Button, Group } from '@mantine/core'
import { IconHistory, IconPlus, IconUpload } from '@tabler/icons-react'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { Money } from '@/components/ui/money'
import { PageHeader } from '@/components/ui/page-header'
import type { EstimatesPageData } from '@/lib/attribution/estimates/loaders'
import { estimateColumns } from './estimate-columns'
import { EstimateDetails } from './estimate-details'
import { EstimateFileForm } from './estimate-file-form'
import { EstimateForm } from './estimate-form'

/** What the drawer is about: a new estimate, a file of them, or one by its id. */
type Task = { kind: 'new' } | { kind: 'file' } | { kind: 'one'; id: string }

/** Spend from before usage was recorded, by somebody's reckoning; it is never part of spend. */
export function EstimatesScreen(data: EstimatesPageData) {
  const { estimates, total, standing, canEdit } = data
  const drawer = useSideDrawer<Task>()
  const { subject } = drawer
  const one = subject?.kind === 'one' ? estimates.find(({ id }) => id === subject.id) : undefined
  const buttons = canEdit && (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconUpload size={14} stroke={1.5} aria-hidden />}
        onClick={() => drawer.open({ kind: 'file' })}
        aria-haspopup="dialog"
      >
        From a file
      </Button>
      <Button
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        onClick={() => drawer.open({ kind: 'new' })}
        aria-haspopup="dialog"
      >
        Add estimate
      </Button>
    </Group>
  )
  const titles = { new: 'Add estimate', file: 'Estimates from a file', one: one?.teamName ?? one?.costCenterName ?? '' }
  return (
    <>
      <PageHeader
        title="Estimates"
        description="What was spent before usage was recorded, as somebody reckoned it. Reports show it apart, by the day; it is never added to spend and never counts as audited."
      />
      <DataTable
        caption="Estimates"
        columns={estimateColumns((id) => drawer.open({ kind: 'one', id }))}
        rows={estimates}
        rowKey={({ id }) => id}
        csv="estimates"
        toolbar={estimates.length > 0 && buttons}
        totals={standing > 0 ? { amount: <Money amount={total} /> } : undefined}
        empty={{
          title: 'No estimate yet.',
          detail:
            'Where an invoice is older than the first recorded event, an estimate says what it was for, and by which reckoning.',
          icon: <IconHistory size={28} stroke={1.25} aria-hidden />,
          action: buttons,
        }}
      />
      <SideDrawer opened={drawer.opened} onClose={drawer.close} title={subject ? titles[subject.kind] : ''}>
        {subject?.kind === 'new' && <EstimateForm key={drawer.opening} data={data} onDone={drawer.close} />}
        {subject?.kind === 'file' && <EstimateFileForm key={drawer.opening} onDone={drawer.close} />}
        {one && <EstimateDetails key={drawer.opening} estimate={one} data={data} onDone={drawer.close} />}
      </SideDrawer>
    </>
  )
}
