'use client'

import { Button, Select } from '@mantine/core'
import { IconArrowsSplit, IconPlus } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import requests from '@/components/spend/requests.module.css'
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { formatDate } from '@/components/ui/format-date'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { PoolsPageData } from '@/lib/attribution/pools/loaders'
import { poolParams } from '@/lib/attribution/pools/search-params'
import { AllocationPanel } from './allocation-panel'
import { CostChart } from './cost-chart'
import { poolColumns } from './pool-columns'
import { PoolDrawer, type PoolTask } from './pool-drawer'
import { SuggestedPools } from './suggested-pools'

/** Spend that several teams share: the pools, how each is shared out, what it cost and who receives how much. */
export function PoolsScreen(data: PoolsPageData) {
  const { pools, allocations, month, months, canEdit, seesEverything, today, zone } = data
  const [isPending, startTransition] = useTransition()
  const [, setAddress] = useQueryStates(poolParams, { shallow: false, history: 'push', startTransition })
  const drawer = useSideDrawer<PoolTask>()
  const addButton = canEdit && (
    <Button
      size="xs"
      leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
      onClick={() => drawer.open({ slug: null })}
      aria-haspopup="dialog"
    >
      Add pool
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Shared pools"
        description={`Spend that several teams share by agreement, as of ${formatDate(today)}. A rule gives spend to a pool; a policy that somebody approved shares it out, month by month. It is shown apart from what teams spend themselves.`}
      />
      <div className={requests.stack}>
        <DataTable
          caption="Pools"
          columns={poolColumns(data, (slug) => drawer.open({ slug }))}
          rows={pools}
          rowKey={({ id }) => id}
          csv="pools"
          toolbar={pools.length > 0 && addButton}
          empty={{
            title: 'No shared pool yet.',
            detail:
              'A pool holds what no single team should bear, such as the platform’s own spend. It has an approver and a policy that says who receives how much.',
            icon: <IconArrowsSplit size={28} stroke={1.25} aria-hidden />,
            action: addButton,
          }}
        />
        {canEdit && <SuggestedPools data={data} />}
        {seesEverything && pools.length > 0 && <CostChart data={data} />}
        {pools.length > 0 && (
          <Section
            title="Who receives how much"
            note={
              month === data.thisMonth
                ? 'The month is not over: figures are as of now.'
                : 'At the policies and owners as they are now.'
            }
            actions={
              <Select
                size="xs"
                w={170}
                aria-label="Month"
                value={month}
                allowDeselect={false}
                data={[...new Set([...months, month])]
                  .toSorted()
                  .toReversed()
                  .map((value) => ({ value, label: formatMonth(value) }))}
                onChange={(value) => void setAddress({ month: value })}
                comboboxProps={{ withinPortal: false }}
              />
            }
          >
            <div aria-busy={isPending} style={{ opacity: isPending ? 0.6 : 1 }} className={requests.stack}>
              {allocations.length === 0 && <EmptyState title="No pool cost anything in this month." />}
              {allocations.map((allocation) => (
                <AllocationPanel key={allocation.pool} allocation={allocation} zone={zone} />
              ))}
            </div>
          </Section>
        )}
      </div>
      <PoolDrawer data={data} task={drawer.subject} opened={drawer.opened} opening={drawer.opening} onClose={drawer.close} />
    </>
  )
}
