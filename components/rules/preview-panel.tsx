'use client'

import { Loader, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import { describeSpan } from '@/components/registry/describe-span'
import { Cost } from '@/components/ui/cost'
import { FormError } from '@/components/ui/form-error'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import type { RulePreviewAnswer } from '@/lib/attribution/rules/client'
import { Refusal } from '@/lib/http/read-answer'
import { describeOwner } from './describe-owner'
import classes from './rules.module.css'

interface PreviewPanelProps {
  preview: RulePreviewAnswer | undefined
  error: Error | null
  /** How the form calls the fields that a refusal names. */
  fields?: (path: string) => { label: string; fieldId?: string }
}

/** What a change would do, before it is made: dollars by month, from whom to whom, and the series that most of it is of. */
export function PreviewPanel({ preview, error, fields = (path) => ({ label: path }) }: PreviewPanelProps) {
  const titleId = useId()
  if (error) {
    const errors = error instanceof Refusal ? error.errors : []
    const named = errors.map(({ path, message }) => ({ ...fields(path.replace(/^rule\./, '')), message }))
    return <FormError message={named.length > 0 ? undefined : error.message} fields={named} />
  }
  return (
    <section className={classes.preview} aria-labelledby={titleId} aria-live="polite" aria-busy={!preview}>
      <Stack gap="sm">
        <Title order={3} id={titleId}>
          What this would do
        </Title>
        {preview ? <Answer preview={preview} /> : <Loader size="sm" aria-label="Working it out" />}
      </Stack>
    </section>
  )
}

const countSeries = (count: number) => `${formatCount(count)} series`

function Answer({ preview }: { preview: RulePreviewAnswer }) {
  const { series, confirmed, cost_usd: cost, is_at_least: isAtLeast, requests, months, largest } = preview
  const kept =
    confirmed > 0 &&
    `${countSeries(confirmed)} would keep ${confirmed === 1 ? 'its' : 'their'} owner, by something else than before.`
  if (series === 0) return <Text size="sm">Nothing would change hands. {kept}</Text>
  return (
    <>
      <Text size="sm">
        {countSeries(series)} would move, with <Cost amount={cost} atLeast={isAtLeast} /> of {formatCount(requests)} requests.{' '}
        {kept}
      </Text>
      {months.length > 0 && (
        <Moves caption="By month" head={['Month', 'From → to', 'Cost']}>
          {months.map((one) => {
            const [from, to] = [describeOwner(one.before), describeOwner(one.after)]
            return (
              <tr key={`${one.month} ${from} ${to}`}>
                <th scope="row">{formatMonth(one.month)}</th>
                <td>
                  {from} → {to}
                </td>
                <td className={classes.figure}>
                  <Money amount={one.cost_usd} atLeast={one.is_at_least} />
                </td>
              </tr>
            )
          })}
        </Moves>
      )}
      {largest.length > 0 && (
        <Moves
          caption={largest.length < series ? `The ${formatCount(largest.length)} series with most of it` : 'Series'}
          head={['Series', 'From → to', 'Cost']}
        >
          {largest.map((one) => (
            <tr key={one.id}>
              <th scope="row">{Object.values(one.dimensions).join(' · ')}</th>
              <td>
                {one.moves.map((move) => (
                  <div key={move.from ?? 'beginning'}>
                    {describeOwner(move.before)} → {describeOwner(move.after)}, {describeSpan(move)}
                  </div>
                ))}
              </td>
              <td className={classes.figure}>
                <Money amount={one.cost_usd} atLeast={one.is_at_least} />
              </td>
            </tr>
          ))}
        </Moves>
      )}
    </>
  )
}

function Moves({ caption, head, children }: { caption: string; head: readonly [string, string, string]; children: ReactNode }) {
  const captionId = useId()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-labelledby={captionId}>
      <Text size="sm" fw={500} id={captionId}>
        {caption}
      </Text>
      <table className={classes.moves} aria-labelledby={captionId}>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th key={name} scope="col" className={index === 2 ? classes.figure : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
