'use client'

import { Button, Text } from '@mantine/core'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { Section } from '@/components/ui/section'
import { createPoolAction } from '@/lib/attribution/pools/actions'
import type { PoolsPageData } from '@/lib/attribution/pools/loaders'
import classes from './pools.module.css'

/** Pools that most organisations need, each added with one click; nothing once all are there. */
export function SuggestedPools({ data: { suggested, suggestedApprover } }: { data: PoolsPageData }) {
  const { run, pending, failure } = useAction(createPoolAction)
  if (suggested.length === 0) return null
  const add = async ({ slug, name }: { slug: string; name: string }) => {
    const answer = await run({ slug, name, approver_email: suggestedApprover })
    if (answer?.ok) notifyDone(`The pool ${name} was added. Propose how it is shared out next.`)
  }
  return (
    <Section title="Often needed" note={`Added with ${suggestedApprover} as approver, who can be changed.`}>
      <ActionError failure={failure} />
      <ul className={classes.suggested}>
        {suggested.map((pool) => (
          <li key={pool.slug}>
            <div>
              <Text size="sm" fw={500}>
                {pool.name}
              </Text>
              <Text size="sm" c="dimmed">
                {pool.description}
              </Text>
            </div>
            <Button size="xs" variant="default" loading={pending} onClick={() => void add(pool)} aria-label={`Add ${pool.name}`}>
              Add
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
