'use client'

import { Button, Group, Text } from '@mantine/core'
import { formatMonth } from '@/components/overview/format-month'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { formatInstant } from '@/components/ui/format-date'
import { StatusBadge } from '@/components/ui/status-badge'
import { decidePolicyAction } from '@/lib/attribution/pools/actions'
import type { PolicyView, PoolView } from '@/lib/attribution/pools/loaders'
import { poolMethodLabels } from '@/lib/attribution/pools/pool-methods'
import { monthOf } from '@/lib/time/calendar'
import { describePolicy } from './describe-policy'
import classes from './pools.module.css'

interface PoliciesPartProps {
  pool: PoolView
  zone: string
  onDone: () => void
}

/** Every policy of a pool, the latest first: what waits can be decided by who may. */
export function PoliciesPart({ pool, zone, onDone }: PoliciesPartProps) {
  const { run, pending, failure } = useAction(decidePolicyAction)
  const decide = async (policy: PolicyView, decision: 'approved' | 'refused') => {
    const answer = await run({ id: policy.id, decision })
    if (!answer?.ok) return
    const from = formatMonth(monthOf(policy.effectiveFrom))
    notifyDone(decision === 'approved' ? `The policy holds from ${from} on.` : 'The proposal was refused; nothing changes.')
    onDone()
  }
  if (pool.policies.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No policy was ever proposed: what it costs stays with its cost centre.
      </Text>
    )
  }
  return (
    <>
      <ActionError failure={failure} />
      <ol className={classes.policies} aria-label={`Policies of ${pool.name}`}>
        {pool.policies.map((policy) => (
          <li key={policy.id}>
            <div className={classes.line}>
              <strong>{describePolicy(policy)}</strong>
              <PolicyState policy={policy} isInForce={policy.id === pool.policy} />
            </div>
            <span>From {formatMonth(monthOf(policy.effectiveFrom))}</span>
            {policy.shares.length > 0 && <span>{tellShares(policy)}</span>}
            {policy.note && <span className={classes.quiet}>{policy.note}</span>}
            <span className={classes.quiet}>{tellPeople(policy, zone)}</span>
            {(policy.canApprove || policy.canRefuse) && (
              <Group gap="sm" justify="flex-end">
                {policy.canRefuse && (
                  <Button size="xs" variant="default" loading={pending} onClick={() => void decide(policy, 'refused')}>
                    {policy.isOwn ? 'Take back' : 'Refuse'}
                  </Button>
                )}
                {policy.canApprove && (
                  <Button size="xs" loading={pending} onClick={() => void decide(policy, 'approved')}>
                    Approve
                  </Button>
                )}
              </Group>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}

function PolicyState({ policy: { decision }, isInForce }: { policy: PolicyView; isInForce: boolean }) {
  if (decision === null) return <StatusBadge label="Waits for approval" tone="waiting" />
  if (decision === 'refused') return <StatusBadge label="Refused" tone="off" />
  return isInForce ? <StatusBadge label="In force" tone="active" /> : <StatusBadge label="Approved" tone="done" />
}

function tellShares({ method, shares }: PolicyView): string {
  const names = shares.map(({ team, percent }) => (percent === null ? team : `${team} ${percent} %`))
  return method === 'fixed' ? names.join(', ') : `${poolMethodLabels[method].label} among ${names.join(', ')}`
}

function tellPeople({ proposedBy, proposedAt, decision, decidedBy, decidedAt }: PolicyView, zone: string): string {
  const proposed = `Proposed by ${proposedBy}, ${formatInstant(proposedAt, zone)}`
  return decidedAt === null ? `${proposed}.` : `${proposed}; ${decision} by ${decidedBy}, ${formatInstant(decidedAt, zone)}.`
}
