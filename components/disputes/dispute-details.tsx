'use client'

import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useId, useState } from 'react'
import { describeSpan } from '@/components/registry/describe-span'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useAction } from '@/components/settings/use-action'
import { formatInstant } from '@/components/ui/format-date'
import { KeyValue } from '@/components/ui/key-value'
import { decideDisputeAction, withdrawDisputeAction } from '@/lib/attribution/disputes/actions'
import type { DisputeView } from '@/lib/attribution/disputes/loaders'
import { DisputeState } from './dispute-columns'
import { DisputePreview } from './dispute-preview'

interface DisputeDetailsProps {
  dispute: DisputeView | null
  opened: boolean
  onClose: () => void
  zone: string
}

/** One dispute: what is disputed, what accepting it would move, and the decision. */
export function DisputeDetails({ dispute, opened, onClose, zone }: DisputeDetailsProps) {
  return (
    <SideDrawer opened={opened} onClose={onClose} title={dispute ? `${dispute.teamName} → ${dispute.proposedName}` : ''}>
      {dispute && (
        <Stack gap="lg">
          <KeyValue entries={listFacts(dispute, zone)} />
          {dispute.canDecide && (
            <>
              <DisputePreview id={dispute.id} />
              <DecideForm dispute={dispute} onDone={onClose} />
            </>
          )}
          {dispute.canWithdraw && <Withdraw dispute={dispute} onDone={onClose} />}
        </Stack>
      )}
    </SideDrawer>
  )
}

function listFacts(dispute: DisputeView, zone: string) {
  const { proposedKind, proposedName, conditions, reason, raisedBy, raisedAt, state, decidedBy, decidedAt, decisionNote } =
    dispute
  return [
    { label: 'State', value: <DisputeState state={state} /> },
    { label: 'Counted to', value: dispute.teamName },
    { label: 'Proposed', value: proposedKind === 'pool' ? `${proposedName}, a shared pool` : proposedName },
    { label: 'Days', value: describeSpan(dispute) },
    { label: 'What', value: conditions.map((condition) => <div key={condition}>{condition}</div>) },
    { label: 'Why', value: reason },
    { label: 'Raised', value: `${raisedBy}, ${formatInstant(raisedAt, zone)}` },
    ...(decidedAt === null ? [] : [{ label: 'Decided', value: `${decidedBy}, ${formatInstant(decidedAt, zone)}` }]),
    ...(decisionNote === null ? [] : [{ label: 'Note', value: decisionNote }]),
  ]
}

type FormProps = { dispute: DisputeView; onDone: () => void }

function DecideForm({ dispute, onDone }: FormProps) {
  const { run, pending, failure } = useAction(decideDisputeAction)
  const [note, setNote] = useState('')
  const noteId = useId()
  const decide = async (decision: 'accepted' | 'refused') => {
    const answer = await run({ id: dispute.id, decision, note })
    if (!answer?.ok) return
    notifyDone(
      decision === 'accepted'
        ? `Accepted: ${answer.result.series} series now have another owner.`
        : 'Refused: it stays where it is.',
    )
    onDone()
  }
  return (
    <Stack gap="md">
      <ActionError failure={failure} fields={{ note: { label: 'Note', fieldId: noteId } }} />
      <Textarea
        id={noteId}
        label="Note"
        description="Needed where you refuse. Who raised the dispute reads it."
        rows={3}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" loading={pending} onClick={() => void decide('refused')}>
          Refuse
        </Button>
        <Button loading={pending} onClick={() => void decide('accepted')}>
          Accept and move
        </Button>
      </Group>
    </Stack>
  )
}

function Withdraw({ dispute, onDone }: FormProps) {
  const { run, pending, failure } = useAction(withdrawDisputeAction)
  const withdraw = async () => {
    const answer = await run({ id: dispute.id })
    if (!answer?.ok) return
    notifyDone('The dispute was withdrawn.')
    onDone()
  }
  return (
    <Stack gap="md">
      <ActionError failure={failure} />
      <Group justify="flex-end">
        <Button variant="default" loading={pending} onClick={() => void withdraw()}>
          Withdraw my dispute
        </Button>
      </Group>
    </Stack>
  )
}
