'use client'

import { Button, Group, Stack } from '@mantine/core'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { confirmAction } from '@/components/ui/confirm'
import { formatInstant, formatPeriod } from '@/components/ui/format-date'
import { KeyValue } from '@/components/ui/key-value'
import { Money } from '@/components/ui/money'
import { withdrawEstimateAction } from '@/lib/attribution/estimates/actions'
import type { EstimatesPageData } from '@/lib/attribution/estimates/loaders'
import type { EstimateRow } from '@/lib/attribution/estimates/queries'
import { ownerText } from './estimate-columns'

interface EstimateDetailsProps {
  estimate: EstimateRow
  data: EstimatesPageData
  onDone: () => void
}

/** One estimate in full, and how it is taken back. */
export function EstimateDetails({ estimate, data: { zone, canEdit }, onDone }: EstimateDetailsProps) {
  const { run, pending, failure } = useAction(withdrawEstimateAction)
  const { amount, provider, method, author, createdAt, withdrawnAt } = estimate
  const withdraw = async () => {
    const isSure = await confirmAction({
      title: 'Withdraw this estimate?',
      body: 'It counts nowhere any more. It stays in the list, and cannot be taken into use again.',
      confirmLabel: 'Withdraw',
    })
    if (!isSure) return
    const answer = await run({ id: estimate.id })
    if (!answer?.ok) return
    notifyDone('The estimate was withdrawn.')
    onDone()
  }
  return (
    <Stack gap="lg">
      <ActionError failure={failure} />
      <KeyValue
        entries={[
          { label: 'Whose', value: ownerText(estimate) },
          { label: 'Period', value: formatPeriod(estimate) },
          { label: 'Provider', value: provider ?? 'Any' },
          { label: 'Estimated', value: <Money amount={amount} digits="exact" /> },
          { label: 'Method', value: method },
          { label: 'Author', value: author },
          { label: 'Written', value: formatInstant(createdAt, zone) },
          ...(withdrawnAt === null ? [] : [{ label: 'Withdrawn', value: formatInstant(withdrawnAt, zone) }]),
        ]}
      />
      {canEdit && withdrawnAt === null && (
        <Group justify="flex-end">
          <Button variant="default" loading={pending} onClick={() => void withdraw()}>
            Withdraw
          </Button>
        </Group>
      )}
    </Stack>
  )
}
