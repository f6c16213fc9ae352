'use client'

import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '@/components/ui/error-state'
import { formatCount } from '@/components/ui/format-count'
import { LoadingState } from '@/components/ui/loading-state'
import { Money } from '@/components/ui/money'
import { previewDisputeAction } from '@/lib/attribution/disputes/actions'
import type { RulePreview } from '@/lib/attribution/rules/preview'

type Moved = RulePreview['months'][number]

const ownerText = ({ kind, key, name }: Moved['before']) => (kind === 'none' ? 'Nobody' : (name ?? key))

/** What accepting a dispute would move, by month, from whom to whom; for those who see everything. */
export function DisputePreview({ id }: { id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['disputes', id, 'preview'],
    queryFn: async () => {
      const answer = await previewDisputeAction({ id })
      if (!answer.ok) throw new Error(answer.message)
      return answer.result
    },
    // Other rules and new usage change it, so that a look is always a fresh one.
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  if (error) return <ErrorState message={error.message} onRetry={() => void refetch()} />
  if (!data) return <LoadingState label="Loading what would move" heightPx={120} />
  if (data.series === 0) return <Text size="sm">Accepting it would move nothing: no series meets these conditions any more.</Text>
  return (
    <div>
      <Text size="sm">
        Accepting it moves {formatCount(data.series)} series with {formatCount(Number(data.requests))} requests and{' '}
        <Money amount={data.costUsd} atLeast={data.isAtLeast} />.
      </Text>
      <Table.ScrollContainer minWidth={340}>
        <Table aria-label="What would move, by month" verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Month</Table.Th>
              <Table.Th scope="col">From</Table.Th>
              <Table.Th scope="col">To</Table.Th>
              <Table.Th scope="col" ta="right">
                Cost
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.months.map((month) => (
              <MonthRow key={`${month.month} ${ownerText(month.before)} ${ownerText(month.after)}`} {...month} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  )
}

function MonthRow({ month, before, after, costUsd, isAtLeast }: Moved) {
  return (
    <Table.Tr>
      <Table.Td>{month}</Table.Td>
      <Table.Td>{ownerText(before)}</Table.Td>
      <Table.Td>{ownerText(after)}</Table.Td>
      <Table.Td ta="right">
        <Money amount={costUsd} atLeast={isAtLeast} />
      </Table.Td>
    </Table.Tr>
  )
}
