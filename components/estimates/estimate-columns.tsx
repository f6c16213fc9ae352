import { UnstyledButton } from '@mantine/core'
import settings from '@/components/settings/settings.module.css'
import type { Column } from '@/components/ui/data-table-columns'
import { formatPeriod } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import type { EstimateRow } from '@/lib/attribution/estimates/queries'

export const ownerText = ({ teamName, costCenter, costCenterName }: EstimateRow): string =>
  teamName ?? `${costCenterName} (${costCenter})`

/** What the list of estimates shows of each. */
export function estimateColumns(onOpen: (id: string) => void): readonly Column<EstimateRow>[] {
  return [
    {
      key: 'owner',
      header: 'Whose',
      value: ownerText,
      render: (row) => (
        <UnstyledButton
          className={settings.open}
          onClick={() => onOpen(row.id)}
          aria-haspopup="dialog"
          aria-label={`${ownerText(row)}, ${formatPeriod(row)}`}
        >
          {ownerText(row)}
        </UnstyledButton>
      ),
    },
    { key: 'period', header: 'Period', value: ({ from, to }) => `${from} to ${to}`, render: formatPeriod },
    { key: 'provider', header: 'Provider', value: ({ provider }) => provider ?? '', render: ({ provider }) => provider ?? 'Any' },
    {
      key: 'amount',
      header: 'Estimated',
      kind: 'money',
      value: ({ amount }) => amount,
      render: ({ amount }) => <Money amount={amount} />,
    },
    {
      key: 'method',
      header: 'Method',
      value: ({ method }) => method,
      render: ({ method }) => (
        <span className={settings.clipped} title={method}>
          {method}
        </span>
      ),
    },
    { key: 'author', header: 'Author', value: ({ author }) => author },
    {
      key: 'state',
      header: 'State',
      value: ({ withdrawnAt }) => (withdrawnAt === null ? 'estimate' : 'withdrawn'),
      render: ({ withdrawnAt }) =>
        withdrawnAt === null ? <StatusBadge label="Estimate" /> : <StatusBadge label="Withdrawn" tone="off" />,
    },
  ]
}
