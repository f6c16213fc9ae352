'use client'

import { Button, NativeSelect } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { Money } from '@/components/ui/money'
import { createBudgetAction } from '@/lib/budgets/actions'
import type { SandboxOffer } from '@/lib/budgets/sandbox'
import classes from './budgets.module.css'

/** Development spend apart from production: a budget that is ready to be set up, for the organisation or for a team. */
export function SandboxOffers({ offers }: { offers: readonly SandboxOffer[] }) {
  const [slug, setSlug] = useState(offers[0]?.slug ?? '')
  const { run, pending, failure } = useAction(createBudgetAction)
  const offer = offers.find((one) => one.slug === slug) ?? offers[0]
  if (!offer) return null
  const add = async () => {
    const answer = await run({
      slug: offer.slug,
      name: offer.name,
      filters: Object.fromEntries(Object.entries(offer.filters).map(([name, values]) => [name, [...values]])),
      amount_usd: offer.amountUsd,
    })
    if (answer?.ok) notifyDone(`${offer.name} was set up.`)
  }
  return (
    <section className={classes.offer} aria-label="Sandbox budget">
      <div>
        <p>
          <IconFlask size={15} stroke={1.5} aria-hidden style={{ verticalAlign: '-2px' }} /> Development spend{' '}
          {offer.team !== null && `of ${offer.team} `}has no budget of its own yet. It came to{' '}
          <Money amount={offer.lastMonthUsd} /> last month; <Money amount={offer.amountUsd} /> a month is suggested.
        </p>
        <p className={classes.dimmed}>Counts {offer.filters.environment?.join(', ')}; production stays apart.</p>
        <ActionError failure={failure} />
      </div>
      <span className={classes.buttons}>
        {offers.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label="Sandbox of"
            value={offer.slug}
            onChange={(event) => setSlug(event.currentTarget.value)}
            data={offers.map((one) => ({ value: one.slug, label: one.team ?? 'Whole organisation' }))}
          />
        )}
        <Button size="xs" variant="default" loading={pending} onClick={() => void add()}>
          Add sandbox budget
        </Button>
      </span>
    </section>
  )
}
