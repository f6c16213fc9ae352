'use client'

import { Button, Group, Radio, Select, Stack } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { OwnerPicker } from '@/components/registry/owner-picker'
import { ActionError } from '@/components/settings/action-error'
import { useAction } from '@/components/settings/use-action'
import { FormError } from '@/components/ui/form-error'
import { assignFindingsAction } from '@/lib/triage/actions'
import type { Means } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { countFindings, refOf } from './finding-words'
import { assignBack } from './take-back'
import type { TriageActions } from './use-triage-actions'

type Whom = 'me' | 'team' | 'person' | 'platform' | 'finance' | 'routing'
const choices: readonly { value: Whom; label: string }[] = [
  { value: 'me', label: 'Me' },
  { value: 'team', label: 'A team' },
  { value: 'person', label: 'A person' },
  { value: 'platform', label: 'The platform desk' },
  { value: 'finance', label: 'The finance desk' },
  { value: 'routing', label: 'Nobody in particular: whom the lane’s routing names' },
]

interface AssignFormProps {
  findings: readonly Finding[]
  means: Means
  actions: TriageActions
  onDone: () => void
}

/** Asks somebody to look after findings. */
export function AssignForm({ findings, means, actions, onDone }: AssignFormProps) {
  const [whom, setWhom] = useState<Whom>('me')
  const [team, setTeam] = useState<string | null>(null)
  const [person, setPerson] = useState<string | null>(null)
  const [isMissing, setMissing] = useState(false)
  const nameId = useId()
  const saving = useAction(assignFindingsAction)
  const assignee = toAssignee(whom, { me: means.me.email, team, person })

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMissing(assignee === undefined)
    if (assignee === undefined) return
    const answer = await saving.run({ findings: findings.map(refOf), assignee })
    if (!answer?.ok) return
    const name = whom === 'me' ? 'you' : (team ?? person ?? (whom === 'routing' ? 'the lane’s routing' : whom))
    const message = `${countFindings(answer.result.changed)} ${answer.result.changed === 1 ? 'is' : 'are'} with ${name} now.`
    actions.tellAct({ id: crypto.randomUUID(), message, takeBack: () => assignBack(findings) })
    onDone()
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <ActionError failure={saving.failure} fields={{ assignee: { label: 'Whom to ask', fieldId: nameId } }} />
        {isMissing && (
          <FormError fields={[{ label: whom === 'team' ? 'Team' : 'Person', message: 'choose one', fieldId: nameId }]} />
        )}
        <Radio.Group
          label="Whom to ask"
          value={whom}
          onChange={(value) => setWhom(choices.find((one) => one.value === value)?.value ?? 'me')}
        >
          <Stack gap={8} mt={6}>
            {choices
              .filter(({ value }) => value !== 'person' || means.people.length > 0)
              .map(({ value, label }) => (
                <Radio key={value} value={value} label={label} data-autofocus={value === 'me' || undefined} />
              ))}
          </Stack>
        </Radio.Group>
        {whom === 'team' && <OwnerPicker id={nameId} kind="team" label="Team" required value={team} onChange={setTeam} />}
        {whom === 'person' && (
          <Select
            id={nameId}
            label="Person"
            required
            searchable
            limit={60}
            data={means.people.map(({ email, name }) => ({ value: email, label: `${name} (${email})` }))}
            value={person}
            onChange={setPerson}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={saving.pending}>
            Assign
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** As the command takes it; undefined where somebody is still to be chosen. */
function toAssignee(whom: Whom, names: { me: string; team: string | null; person: string | null }) {
  if (whom === 'routing') return null
  if (whom === 'platform' || whom === 'finance') return { desk: whom }
  if (whom === 'team') return names.team === null ? undefined : { team: names.team }
  const user = whom === 'me' ? names.me : names.person
  return user === null ? undefined : { user }
}
