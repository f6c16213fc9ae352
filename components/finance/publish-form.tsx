'use client'

import { Text, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { useActionForm } from '@/components/settings/use-action-form'
import { formatPeriod } from '@/components/ui/format-date'
import { KeyValue } from '@/components/ui/key-value'
import { Money } from '@/components/ui/money'
import { unattributedOf } from '@/lib/finance/files/derived-figures'
import { publishStatementAction } from '@/lib/finance/statement/actions'
import type { Statement } from '@/lib/finance/statement/schema'
import { formatDecimal } from '@/lib/money/decimal'
import { explainBound } from './cell-parts'
import { formatCoverage } from './coverage'

interface PublishFormProps {
  /** The draft. */
  statement: Statement
  onDone: () => void
}

/** Asks once more before a month is frozen as its next version, saying what will be in it. */
export function PublishForm({ statement, onDone }: PublishFormProps) {
  const { month, from, to, total, exceptions, versions } = statement
  const next = (versions[0]?.version ?? 0) + 1
  const noteId = useId()
  const queries = useQueryClient()
  const { form, onSubmit, pending, failure } = useActionForm<{ note: string }, { version: number }>({
    initialValues: { note: '' },
    action: ({ note }) => publishStatementAction({ month, note }),
    onDone: ({ version }) => {
      notifyDone(`Version ${version} of ${formatMonth(month)} is published.`)
      void queries.invalidateQueries({ queryKey: ['finance'] })
      onDone()
    },
  })
  const unattributed = formatDecimal(unattributedOf(total))
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={{ note: { label: 'Note', fieldId: noteId } }}
      submitLabel={`Publish version ${next}`}
    >
      <Text size="sm">
        The month as it is now is frozen as version {next}. It never changes and cannot be taken back; what is corrected later
        shows as a difference, and may be published as the next version.
      </Text>
      <KeyValue
        entries={[
          { label: 'Month', value: formatPeriod({ from, to }) },
          {
            label: 'Total',
            value: <Money amount={total.total_usd} digits="exact" atLeast={total.is_at_least} reason={explainBound(total)} />,
          },
          { label: 'Attributed', value: formatCoverage(total) ?? 'nothing to attribute' },
          {
            label: 'Not attributed',
            value:
              exceptions.length === 0 ? (
                'nothing'
              ) : (
                <>
                  <Money amount={unattributed} />, itemised in {exceptions.length}{' '}
                  {exceptions.length === 1 ? 'exception' : 'exceptions'}
                </>
              ),
          },
          ...(total.is_at_least ? [{ label: 'Lower bound', value: explainBound(total) }] : []),
          {
            label: 'Before',
            value: versions[0] ? (
              <>
                version {versions[0].version}: <Money amount={versions[0].total_usd} />
              </>
            ) : (
              'never published'
            ),
          },
        ]}
      />
      <Textarea
        id={noteId}
        label="Note"
        description="For those who read the list of versions."
        placeholder="After the May close; late Bedrock usage is in it"
        rows={3}
        maxLength={500}
        data-autofocus
        {...form.getInputProps('note')}
      />
    </FormFrame>
  )
}
