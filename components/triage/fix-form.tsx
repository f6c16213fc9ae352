'use client'

import { Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { useAction } from '@/components/settings/use-action'
import { checkAgainst } from '@/components/settings/use-action-form'
import { FormError } from '@/components/ui/form-error'
import type { FieldError } from '@/lib/errors'
import { runFixAction } from '@/lib/triage/actions'
import { fixPreviewOptions } from '@/lib/triage/client'
import { type FixKind, isFixKind } from '@/lib/triage/fixes/kinds'
import { fixSchemas } from '@/lib/triage/fixes/schema'
import type { Means } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { fixWords } from './finding-words'
import { FixFields } from './fix-fields'
import { FixPreviewPanel } from './fix-preview-panel'
import { type FixRequest, type FixValues, initialValues, toPreview, toRequest } from './fix-request'
import type { TriageActions } from './use-triage-actions'

const typingPauseMs = 250

interface FixFormProps {
  findings: readonly Finding[]
  /** What can be done about all of them, the likeliest first. */
  kinds: readonly FixKind[]
  initialKind?: FixKind | undefined
  means: Means
  actions: TriageActions
  onDone: () => void
}

/** Mends findings. What it would move is shown as soon as the form says it, and nothing is done that was not shown. */
export function FixForm({ findings, kinds, initialKind, means, actions, onDone }: FixFormProps) {
  const [kind, setKind] = useState<FixKind | undefined>(initialKind ?? kinds[0])
  const [values, setValues] = useState(() => initialValues(findings, means))
  const [faults, setFaults] = useState<readonly FieldError[]>([])
  const baseId = useId()
  const fixing = useAction((request: FixRequest) => runFixAction(request.kind, request.input))
  const request = kind === undefined ? null : toRequest(kind, findings, values)
  const isComplete = request !== null && fixSchemas[request.kind].safeParse(request.input).success
  const asked = request && isComplete ? toPreview(request) : null
  const [settled] = useDebouncedValue(asked, typingPauseMs)
  const preview = useQuery(fixPreviewOptions(settled))
  const isShown = asked === null || (preview.data !== undefined && !preview.isPlaceholderData && isSame(settled, asked))

  if (kind === undefined || request === null) {
    return (
      <Text size="sm">
        These findings are of different kinds, or no fix is yours to make for them: what mends one does not mend the others.
        Select findings of one lane, or ask somebody to look after them.
      </Text>
    )
  }
  const set = (change: Partial<FixValues>) => {
    setValues((current) => ({ ...current, ...change }))
    setFaults([])
  }
  const fields = fieldLabels(baseId)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = checkAgainst(fixSchemas[request.kind], request.input)
    setFaults(found)
    if (found.length > 0 || !isShown) return
    const answer = await fixing.run(request)
    if (!answer?.ok) return
    actions.tellFix(answer.result)
    onDone()
  }
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <FormError fields={faults.map(({ path, message }) => ({ ...labelOf(fields, path), message }))} />
        <ActionError failure={fixing.failure} fields={fields} />
        <KindChoice kinds={kinds} kind={kind} onChange={setKind} />
        <Text size="sm" c="dimmed">
          {fixWords[kind].detail}
        </Text>
        <FixFields kind={kind} values={values} onChange={set} means={means} baseId={baseId} findings={findings} />
        {asked !== null && (
          <FixPreviewPanel
            preview={isSame(settled, asked) ? preview.data : undefined}
            isStale={preview.isPlaceholderData}
            error={isSame(settled, asked) ? preview.error : null}
            describeField={(path) => labelOf(fields, path)}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={fixing.pending} disabled={isComplete && !isShown}>
            {fixWords[kind].verb}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

interface KindChoiceProps {
  kinds: readonly FixKind[]
  kind: FixKind
  onChange: (kind: FixKind) => void
}

const mostSegments = 3

function KindChoice({ kinds, kind, onChange }: KindChoiceProps) {
  if (kinds.length < 2) return null
  const data = kinds.map((value) => ({ value, label: fixWords[value].label }))
  const change = (value: string | null) => value !== null && isFixKind(value) && onChange(value)
  if (kinds.length > mostSegments) {
    return <Select label="What mends it" data={data} value={kind} onChange={change} allowDeselect={false} data-autofocus />
  }
  return <SegmentedControl aria-label="What mends it" data={data} value={kind} onChange={change} fullWidth />
}

type Fields = Record<string, { label: string; fieldId?: string }>

const fieldLabels = (baseId: string): Fields => ({
  findings: { label: 'Findings' },
  team: { label: 'Owner', fieldId: `${baseId}-owner` },
  pool: { label: 'Owner', fieldId: `${baseId}-owner` },
  project: { label: 'Project', fieldId: `${baseId}-project` },
  cost_center: { label: 'Cost centre', fieldId: `${baseId}-cost-center` },
  parts: { label: 'Parts of the key' },
  from: { label: 'From', fieldId: `${baseId}-from` },
  note: { label: 'Note', fieldId: `${baseId}-note` },
  like: { label: 'The model with its price', fieldId: `${baseId}-price-model` },
  rates: { label: 'Rates', fieldId: `${baseId}-input` },
  take: { label: 'Which counts' },
  reason: { label: 'Reason', fieldId: `${baseId}-reason` },
  until: { label: 'Until', fieldId: `${baseId}-until` },
})

const labelOf = (fields: Fields, path: string) => fields[path.split(/[.[]/, 1)[0] ?? path] ?? { label: path }
