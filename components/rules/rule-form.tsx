'use client'

import { Button, Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { DayInput } from '@/components/registry/day-input'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { checkAgainst } from '@/components/settings/use-action-form'
import { FormError } from '@/components/ui/form-error'
import { createRuleAction, updateRuleAction } from '@/lib/attribution/rules/actions'
import { rulePreviewOptions } from '@/lib/attribution/rules/client'
import type { RuleChoices, RuleView } from '@/lib/attribution/rules/loaders'
import { createRuleSchema, type RuleChangeInput, updateRuleSchema } from '@/lib/attribution/rules/schema'
import type { FieldError } from '@/lib/errors'
import { ConditionsBuilder, type DraftCondition, emptyCondition } from './conditions-builder'
import { PreviewPanel } from './preview-panel'

type TargetKind = RuleView['target']['kind']
const targetKinds = [
  { value: 'team', label: 'A team' },
  { value: 'pool', label: 'A shared pool' },
  { value: 'project', label: 'A project' },
] as const satisfies readonly { value: TargetKind; label: string }[]

interface Values {
  name: string
  conditions: readonly DraftCondition[]
  targetKind: TargetKind
  target: string | null
  from: string | null
  to: string | null
  note: string
}

const valuesOf = (rule: RuleView | null): Values => ({
  name: rule?.name ?? '',
  conditions: rule?.conditions.map((condition) => ({ ...condition, key: crypto.randomUUID() })) ?? [emptyCondition()],
  targetKind: rule?.target.kind ?? 'team',
  // What has ended takes nothing new: the one that stays is offered instead, and nothing where there is none.
  target: rule?.ended ? (rule.ended.successor?.slug ?? null) : (rule?.target.slug ?? null),
  from: rule?.from ?? null,
  to: rule?.to ?? null,
  note: rule?.note ?? '',
})

function toChange(rule: RuleView | null, { conditions, targetKind, target, ...values }: Values): RuleChangeInput {
  const fields = {
    ...values,
    conditions: conditions.map(({ key: _, ...condition }) => ({ ...condition, values: [...condition.values] })),
    team: targetKind === 'team' ? target : null,
    pool: targetKind === 'pool' ? target : null,
    project: targetKind === 'project' ? target : null,
  }
  return rule ? { action: 'update', rule: { ...fields, id: rule.id } } : { action: 'create', rule: fields }
}

interface RuleFormProps {
  /** Null for a new one. */
  rule: RuleView | null
  choices: RuleChoices
  /** Changes with every change of the rules. */
  seen: string
  onDone: () => void
}

/** Makes or changes a rule. What it would do is shown first: nothing is saved that was not previewed as it stands. */
export function RuleForm({ rule, choices, seen, onDone }: RuleFormProps) {
  const [values, setValues] = useState(() => valuesOf(rule))
  const [faults, setFaults] = useState<readonly FieldError[]>([])
  const [previewed, setPreviewed] = useState<RuleChangeInput | null>(null)
  const change = toChange(rule, values)
  const isPreviewed = previewed !== null && JSON.stringify(previewed) === JSON.stringify(change)
  const preview = useQuery(rulePreviewOptions(isPreviewed ? previewed : null, seen))
  const saving = useAction((input: RuleChangeInput) => save(input))
  const ids = { name: useId(), target: useId(), from: useId(), to: useId(), note: useId(), targetKind: useId() }
  const labels: Record<string, { label: string; fieldId?: string }> = {
    name: { label: 'Name', fieldId: ids.name },
    conditions: { label: 'Conditions' },
    team: { label: 'Assigns to', fieldId: ids.target },
    pool: { label: 'Assigns to', fieldId: ids.target },
    project: { label: 'Assigns to', fieldId: ids.target },
    from: { label: 'First day', fieldId: ids.from },
    to: { label: 'Until', fieldId: ids.to },
    note: { label: 'Note', fieldId: ids.note },
  }
  const describeField = (path: string) => labels[path.split(/[.[]/, 1)[0] ?? path] ?? { label: path }
  const set = (next: Partial<Values>) => {
    setValues((current) => ({ ...current, ...next }))
    setFaults([])
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = checkAgainst(change.action === 'create' ? createRuleSchema : updateRuleSchema, change.rule)
    const missing =
      values.target === null ? [{ path: values.targetKind, message: 'is needed: choose who it is assigned to' }] : []
    const all = [...found.filter(({ path }) => path !== 'team' || missing.length === 0), ...missing]
    setFaults(all)
    if (all.length > 0) return
    if (!isPreviewed || !preview.data) {
      setPreviewed(change)
      return
    }
    if (!(await saving.run(change))?.ok) return
    notifyDone(rule ? `The rule “${values.name}” was changed.` : `The rule “${values.name}” decides from now on.`)
    onDone()
  }
  const targets = { team: choices.teams, pool: choices.pools, project: choices.projects }[values.targetKind]
  const conditionFault = (index: number) => faults.find(({ path }) => path.startsWith(`conditions[${index}]`))?.message

  return (
    <form onSubmit={(event) => void submit(event)} method="post" noValidate>
      <Stack gap="md">
        <FormError fields={faults.map(({ path, message }) => ({ ...describeField(path), message }))} />
        <ActionError failure={saving.failure} fields={labels} />
        <TextInput
          id={ids.name}
          label="Name"
          description="What it is for, as others will read it."
          required
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <ConditionsBuilder
          conditions={values.conditions}
          choices={choices}
          onChange={(conditions) => set({ conditions })}
          errorOf={conditionFault}
        />
        <Stack gap={4}>
          <Text size="sm" fw={500} id={ids.targetKind}>
            Assigns to
          </Text>
          <SegmentedControl
            aria-labelledby={ids.targetKind}
            data={[...targetKinds]}
            value={values.targetKind}
            onChange={(kind) =>
              set({ targetKind: targetKinds.find(({ value }) => value === kind)?.value ?? 'team', target: null })
            }
          />
          <Select
            id={ids.target}
            aria-label={targetKinds.find(({ value }) => value === values.targetKind)?.label}
            placeholder={targets.length === 0 ? 'None is registered yet' : 'Choose one'}
            data={targets.map(({ slug, name }) => ({ value: slug, label: `${name} (${slug})` }))}
            value={values.target}
            onChange={(target) => set({ target })}
            searchable
          />
          {values.targetKind === 'project' && (
            <Text size="xs" c="dimmed">
              A project does not decide the owner by itself: its team owns what nothing trusted more names.
            </Text>
          )}
        </Stack>
        <Group grow align="flex-start" gap="sm">
          <DayInput
            id={ids.from}
            label="First day"
            description="Empty: from the beginning."
            clearable
            value={values.from}
            onChange={(from) => set({ from })}
          />
          <DayInput
            id={ids.to}
            label="Until"
            description="First day after it; empty: none."
            clearable
            value={values.to}
            onChange={(to) => set({ to })}
          />
        </Group>
        <Textarea
          id={ids.note}
          label="Note"
          description="Why, and who agreed to it."
          rows={2}
          value={values.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        {isPreviewed && <PreviewPanel preview={preview.data} error={preview.error} fields={describeField} />}
        <Group justify="flex-end">
          <Button type="submit" loading={saving.pending || (isPreviewed && preview.isFetching)}>
            {isPreviewed && preview.data ? (rule ? 'Save changes' : 'Save rule') : 'Preview'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function save(change: RuleChangeInput) {
  if (change.action === 'create') return createRuleAction(change.rule)
  if (change.action === 'update') return updateRuleAction(change.rule)
  throw new Error('a form makes or changes a rule')
}
