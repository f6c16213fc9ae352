'use client'

import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { EmptyState } from '@/components/ui/empty-state'
import { formatDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { StatusBadge, type StatusTone } from '@/components/ui/status-badge'
import { decideRequestAction, withdrawRequestAction } from '@/lib/budgets/actions'
import type { BudgetPageData } from '@/lib/budgets/loaders'
import type { RequestView } from '@/lib/budgets/read-budget'
import classes from './budgets.module.css'

const stateWords: Readonly<Record<string, { label: string; tone: StatusTone }>> = {
  open: { label: 'Open', tone: 'waiting' },
  approved: { label: 'Approved', tone: 'done' },
  refused: { label: 'Refused', tone: 'off' },
  withdrawn: { label: 'Withdrawn', tone: 'off' },
}

/** Who asked for another amount, and what became of it. */
export function RequestsPanel({ data }: { data: BudgetPageData }) {
  return (
    <Section title="Requests for more" flush={data.requests.length > 0}>
      {data.requests.length === 0 ? (
        <EmptyState
          title="Nobody asked for more."
          detail="A lead asks, finance or a platform admin decides, and the amount follows."
        />
      ) : (
        <ul className={classes.list}>
          {data.requests.map((request) => (
            <Request key={request.id} request={request} data={data} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Request({ request, data }: { request: RequestView; data: BudgetPageData }) {
  const { zone, canApprove, userId } = data
  const isOwn = request.requestedByUserId === userId
  const { label, tone } = stateWords[request.state] ?? { label: request.state, tone: 'plain' }
  return (
    <li>
      <div>
        <p>
          <Money amount={request.amount} /> from {formatDate(request.effectiveFrom)} on: “{request.reason}”
        </p>
        <p className={classes.below}>
          {request.requestedBy}, <Moment at={request.requestedAt} zone={zone} />
        </p>
        {request.decidedAt !== null && (
          <p className={classes.below}>
            {label} by {request.decidedBy}, <Moment at={request.decidedAt} zone={zone} />
            {request.decisionNote !== null && `: “${request.decisionNote}”`}
          </p>
        )}
      </div>
      <StatusBadge label={label} tone={tone} />
      {request.state === 'open' && canApprove && !isOwn && <Decide id={request.id} />}
      {request.state === 'open' && (isOwn || canApprove) && <Withdraw id={request.id} />}
    </li>
  )
}

function Decide({ id }: { id: string }) {
  const [note, setNote] = useState('')
  const { run, pending, failure } = useAction(decideRequestAction)
  const decide = async (decision: 'approved' | 'refused') => {
    const answer = await run({ id, decision, note })
    if (answer?.ok) notifyDone(decision === 'approved' ? 'Approved: the amount was changed.' : 'The request was refused.')
  }
  return (
    <div style={{ width: '100%' }}>
      <ActionError failure={failure} />
      <Group gap={8}>
        <TextInput
          size="xs"
          style={{ flex: 1, minWidth: 160 }}
          aria-label="Note on the decision"
          placeholder="Note (optional)"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button size="xs" loading={pending} onClick={() => void decide('approved')}>
          Approve
        </Button>
        <Button size="xs" variant="default" loading={pending} onClick={() => void decide('refused')}>
          Refuse
        </Button>
      </Group>
    </div>
  )
}

function Withdraw({ id }: { id: string }) {
  const { run, pending, failure } = useAction(withdrawRequestAction)
  const withdraw = async () => {
    const answer = await run({ id })
    if (answer?.ok) notifyDone('The request was withdrawn.')
  }
  return (
    <>
      <ActionError failure={failure} />
      <Button size="compact-xs" variant="subtle" loading={pending} onClick={() => void withdraw()}>
        Withdraw
      </Button>
    </>
  )
}
