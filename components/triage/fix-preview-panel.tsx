'use client'

import { Alert, Loader, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useId } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import rules from '@/components/rules/rules.module.css'
import { Cost } from '@/components/ui/cost'
import { FormError, type FormFieldError } from '@/components/ui/form-error'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { Refusal } from '@/lib/http/read-answer'
import type { FixPreview, MoveEnd } from '@/lib/triage/fixes/preview'

interface FixPreviewPanelProps {
  preview: FixPreview | undefined
  /** It is of what the form said before. */
  isStale: boolean
  error: Error | null
  describeField: (path: string) => Omit<FormFieldError, 'message'>
}

/** What a fix would move, before it is done: dollars by month, from whom to whom. */
export function FixPreviewPanel({ preview, isStale, error, describeField }: FixPreviewPanelProps) {
  const titleId = useId()
  if (error) {
    const errors = error instanceof Refusal ? error.errors : []
    return (
      <FormError
        message={errors.length > 0 ? undefined : error.message}
        fields={errors.map(({ path, message }) => ({ ...describeField(path), message }))}
      />
    )
  }
  return (
    <section className={rules.preview} aria-labelledby={titleId} aria-live="polite" aria-busy={!preview || isStale}>
      <Title order={3} id={titleId} mb={6}>
        What this would move
      </Title>
      {preview && !isStale ? <Answer preview={preview} /> : <Loader size="sm" aria-label="Working it out" />}
    </section>
  )
}

/** Where dollars are, in a few words. */
export function describeEnd({ kind, key, name }: MoveEnd): string {
  if (key === null) return kind === 'cost_center' ? 'no cost centre' : kind === 'project' ? 'no project' : 'nobody'
  const text = name ?? key
  return kind === 'pool' ? `${text} (shared)` : text
}

function Answer({ preview }: { preview: FixPreview }) {
  const { series, costUsd, isAtLeast, requests, months, warning } = preview
  if (series === 0 || months.length === 0) {
    return <Text size="sm">Nothing that was used so far would change hands; the fix holds for what comes.</Text>
  }
  return (
    <>
      <Text size="sm" mb={6}>
        <Cost amount={costUsd} atLeast={isAtLeast} /> of {formatCount(requests)} {requests === '1' ? 'request' : 'requests'}.
      </Text>
      {warning !== null && (
        <Alert color="gray" variant="light" mb={6} icon={<IconAlertTriangle size={17} stroke={1.5} aria-hidden />}>
          {warning}
        </Alert>
      )}
      <div className={rules.scroll}>
        <table className={rules.moves} aria-label="What would move, by month">
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">From → to</th>
              <th scope="col" className={rules.figure}>
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, before, after, costUsd: cost, isAtLeast: isLowerBound }) => (
              <tr key={`${month} ${describeEnd(before)} ${describeEnd(after)}`}>
                <th scope="row">{formatMonth(month)}</th>
                <td>
                  {describeEnd(before)} → {describeEnd(after)}
                </td>
                <td className={rules.figure}>
                  <Money amount={cost} atLeast={isLowerBound} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
