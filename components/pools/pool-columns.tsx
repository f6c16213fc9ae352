import { Code, UnstyledButton } from '@mantine/core'
import settings from '@/components/settings/settings.module.css'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import type { PoolsPageData, PoolView } from '@/lib/attribution/pools/loaders'
import { describePolicy } from './describe-policy'
import classes from './pools.module.css'

type ColumnsData = Pick<PoolsPageData, 'costs' | 'thisMonth' | 'seesEverything'>

/** What the list of pools shows of each. */
export function poolColumns(
  { costs, thisMonth, seesEverything }: ColumnsData,
  onOpen: (slug: string) => void,
): Column<PoolView>[] {
  const costOf = (slug: string) => costs.find(({ pool, month }) => pool === slug && month === thisMonth)
  const cost: Column<PoolView> = {
    key: 'cost',
    header: 'This month',
    kind: 'money',
    value: ({ slug }) => costOf(slug)?.cost ?? '0',
    render: ({ slug }) => <Money amount={costOf(slug)?.cost ?? '0'} atLeast={costOf(slug)?.isAtLeast} />,
  }
  return [
    {
      key: 'slug',
      header: 'Slug',
      value: ({ slug }) => slug,
      render: ({ slug }) => (
        <UnstyledButton className={settings.open} onClick={() => onOpen(slug)} aria-haspopup="dialog">
          <Code>{slug}</Code>
        </UnstyledButton>
      ),
    },
    {
      key: 'name',
      header: 'Name',
      value: ({ name }) => name,
      render: ({ name }) => (
        <span className={settings.clipped} title={name}>
          {name}
        </span>
      ),
    },
    { key: 'policy', header: 'Shared', value: policyText, render: (pool) => <PolicyCell pool={pool} /> },
    ...(seesEverything ? [cost] : []),
    {
      key: 'costCenter',
      header: 'Cost centre',
      value: ({ costCenter }) => costCenter ?? '',
      render: ({ costCenter, costCenterName }) => (costCenter === null ? '—' : <span title={costCenter}>{costCenterName}</span>),
    },
    { key: 'approver', header: 'Approver', value: ({ approverEmail }) => approverEmail },
  ]
}

function policyText({ policy, policies, isArchived }: PoolView): string {
  if (isArchived) return 'Archived'
  const inForce = policies.find(({ id }) => id === policy)
  return inForce ? describePolicy(inForce) : 'Not shared: no approved policy'
}

function PolicyCell({ pool }: { pool: PoolView }) {
  if (pool.isArchived) return <StatusBadge label="Archived" tone="off" />
  const isWaiting = pool.policies.some(({ decision }) => decision === null)
  return (
    <span className={classes.badges}>
      <StatusBadge label={policyText(pool)} tone={pool.policy === null ? 'off' : 'done'} />
      {isWaiting && <StatusBadge label="Waits for approval" tone="waiting" />}
    </span>
  )
}
