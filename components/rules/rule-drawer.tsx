'use client'

import { Button, Divider, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { describeSpan } from '@/components/registry/describe-span'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import { notifyDone } from '@/components/settings/notify'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useAction } from '@/components/settings/use-action'
import { KeyValue } from '@/components/ui/key-value'
import { moveRuleAction, restoreRuleAction, retireRuleAction } from '@/lib/attribution/rules/actions'
import { rulePreviewOptions } from '@/lib/attribution/rules/client'
import type { RulesPageData, RuleView } from '@/lib/attribution/rules/loaders'
import type { RuleChangeInput } from '@/lib/attribution/rules/schema'
import { PreviewPanel } from './preview-panel'
import { describeEnd, describeTarget } from './rule-columns'
import { RuleForm } from './rule-form'

/** What the drawer is about: a new rule, one that is looked at, or a change of one that is confirmed after its preview. */
export type RuleTask =
  | { readonly kind: 'create' }
  | { readonly kind: 'show'; readonly id: string }
  | { readonly kind: 'move'; readonly id: string; readonly position: number }
  | { readonly kind: 'retire' | 'restore'; readonly id: string }

interface RuleDrawerProps {
  data: RulesPageData
  task: RuleTask | null
  opened: boolean
  opening: number
  onTask: (task: RuleTask) => void
  onClose: () => void
}

const titles = { move: 'Change the order', retire: 'Undo this rule', restore: 'Take it into use again' } as const

/** Changes with every change of the rules, so that a preview is never of what was before. */
const seenOf = ({ rules }: RulesPageData) => JSON.stringify(rules.map(({ id, updatedAt, position }) => [id, updatedAt, position]))

export function RuleDrawer({ data, task, opened, opening, onTask, onClose }: RuleDrawerProps) {
  const rule = task && task.kind !== 'create' ? data.rules.find(({ id }) => id === task.id) : undefined
  const title =
    task === null ? '' : task.kind === 'create' ? 'New rule' : task.kind === 'show' ? (rule?.name ?? '') : titles[task.kind]
  const seen = seenOf(data)
  return (
    <SideDrawer opened={opened} onClose={onClose} title={title}>
      {task?.kind === 'create' && data.choices && (
        <RuleForm key={opening} rule={null} choices={data.choices} seen={seen} onDone={onClose} />
      )}
      {rule && task?.kind === 'show' && (
        <Details key={opening} rule={rule} data={data} seen={seen} onTask={onTask} onClose={onClose} />
      )}
      {rule && task && task.kind !== 'create' && task.kind !== 'show' && (
        <ConfirmChange key={opening} rule={rule} task={task} seen={seen} onClose={onClose} />
      )}
    </SideDrawer>
  )
}

interface DetailsProps {
  rule: RuleView
  data: RulesPageData
  seen: string
  onTask: (task: RuleTask) => void
  onClose: () => void
}

function Details({ rule, data, seen, onTask, onClose }: DetailsProps) {
  const { choices, zone } = data
  const facts = [
    { label: 'Where', value: rule.inWords.join(' and ') },
    { label: 'Assigns to', value: [describeTarget(rule), describeEnd(rule)].filter((words) => words !== null).join(', ') },
    { label: 'Days', value: describeSpan(rule) },
    { label: 'Note', value: rule.note ?? 'None' },
  ]
  const history = [
    { label: 'Made by', value: rule.createdBy },
    { label: 'Made', value: <Moment at={rule.createdAt} zone={zone} /> },
    { label: 'Last changed', value: <Moment at={rule.updatedAt} zone={zone} /> },
    ...(rule.retiredAt === null ? [] : [{ label: 'Undone', value: <Moment at={rule.retiredAt} zone={zone} /> }]),
  ]
  if (!choices || rule.isRetired) {
    return (
      <Stack gap="lg">
        <KeyValue entries={[...facts, ...history]} />
        {choices && (
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onTask({ kind: 'restore', id: rule.id })}>
              Take it into use again…
            </Button>
          </Group>
        )}
      </Stack>
    )
  }
  return (
    <Stack gap="lg">
      <KeyValue entries={history} />
      {rule.ended && (
        <Text size="sm">
          Team {rule.target.name} was {describeEnd(rule)}.
        </Text>
      )}
      <Divider />
      <RuleForm rule={rule} choices={choices} seen={seen} onDone={onClose} />
      <Divider />
      <Text size="sm" c="dimmed">
        Undone, it is as if it had never been: every figure goes back to what it was. The list keeps it.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => onTask({ kind: 'retire', id: rule.id })}>
          Undo this rule…
        </Button>
      </Group>
    </Stack>
  )
}

type ConfirmTask = Exclude<RuleTask, { kind: 'create' | 'show' }>

const doneWords = {
  move: 'is tried in its new place',
  retire: 'was undone',
  restore: 'decides again',
} as const

function toChange(task: ConfirmTask): RuleChangeInput {
  if (task.kind === 'move') return { action: 'move', rule: { id: task.id, position: task.position } }
  return { action: task.kind, rule: { id: task.id } }
}

function make(task: ConfirmTask) {
  if (task.kind === 'move') return moveRuleAction({ id: task.id, position: task.position })
  return task.kind === 'retire' ? retireRuleAction({ id: task.id }) : restoreRuleAction({ id: task.id })
}

function ConfirmChange({ rule, task, seen, onClose }: { rule: RuleView; task: ConfirmTask; seen: string; onClose: () => void }) {
  const preview = useQuery(rulePreviewOptions(toChange(task), seen))
  const { run, pending, failure } = useAction(make)
  const confirm = async () => {
    if (!(await run(task))?.ok) return
    notifyDone(`“${rule.name}” ${doneWords[task.kind]}.`)
    onClose()
  }
  const text =
    task.kind === 'move'
      ? `“${rule.name}” would be tried as number ${task.position}, instead of ${rule.position}.`
      : task.kind === 'retire'
        ? `“${rule.name}” would decide nothing any more, also of what is past.`
        : `“${rule.name}” would decide again, in the place that it had.`
  const verb = task.kind === 'move' ? 'Move' : task.kind === 'retire' ? 'Undo' : 'Take into use'
  return (
    <Stack gap="md">
      <ActionError failure={failure} />
      <Text size="sm">{text}</Text>
      <PreviewPanel preview={preview.data} error={preview.error} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={pending} disabled={!preview.data} onClick={() => void confirm()} data-autofocus>
          {verb}
        </Button>
      </Group>
    </Stack>
  )
}
