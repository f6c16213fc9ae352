'use client'

import { ActionIcon, Button, Drawer, Group } from '@mantine/core'
import { IconArrowLeft, IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { laneOf } from '@/lib/triage/lanes'
import type { Means } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { FindingLoader } from './finding-loader'
import { countFindings } from './finding-words'
import { isTyping } from './keys'
import { TaskForm } from './task-form'
import type { FindingPanelState, PanelTask } from './use-finding-panel'
import type { TriageActions } from './use-triage-actions'

const taskTitles: Readonly<Record<PanelTask['kind'], string>> = {
  assign: 'Assign work on',
  state: 'Change the state of',
  resolve: 'Resolve',
  accept: 'Accept',
}

/** The keys of the list that are about the finding that is shown. */
const taskKeys: Readonly<Record<string, PanelTask['kind']>> = { a: 'assign', s: 'state', r: 'resolve', e: 'accept' }

interface FindingPanelProps {
  panel: FindingPanelState
  means: Means
  actions: TriageActions
  /** Those of the page, in their order. */
  findings: readonly Finding[]
  /** To the next finding of the list, or the one before. */
  onMove: (by: 1 | -1) => void
  /** Something was done about the findings of a task. */
  onDone: () => void
  onClosed: () => void
}

/** A finding, or what is to be done about some, beside the list. */
export function FindingPanel({ panel, means, actions, findings, onMove, onDone, onClosed }: FindingPanelProps) {
  const { subject, opened, opening } = panel
  const { task, findingId } = subject
  const index = findings.findIndex(({ id }) => id === findingId)
  const known = findings[index]
  const lane = task?.findings[0]?.lane ?? known?.lane
  const wasOpened = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the panel, not the function
  useEffect(() => {
    if (wasOpened.current && !opened) onClosed()
    wasOpened.current = opened
  }, [opened])
  const title = task
    ? `${taskTitles[task.kind]} ${task.findings.length === 1 && lane ? `“${laneOf(lane).title}”` : countFindings(task.findings.length)}`
    : lane
      ? laneOf(lane).title
      : 'Finding'
  const finish = () => {
    onDone()
    panel.close()
  }
  const hear = (event: KeyboardEvent) => {
    if (task || event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof HTMLElement && isTyping(event.target)))
      return
    const kind = taskKeys[event.key]
    const mayBegin = kind === 'assign' || kind === 'state' ? means.canEdit : means.canResolve
    if (kind !== undefined && known && known.state !== 'resolved' && mayBegin) panel.beginTask({ kind, findings: [known] })
    else if (event.key === 'j') onMove(1)
    else if (event.key === 'k') onMove(-1)
    else return
    event.preventDefault()
  }
  return (
    <Drawer
      opened={opened}
      onClose={panel.close}
      title={title}
      position="right"
      size={640}
      returnFocus={false}
      onKeyDown={hear}
      styles={{ title: { fontWeight: 600, overflowWrap: 'anywhere' } }}
    >
      {task && findingId !== null && (
        <Button
          size="compact-sm"
          variant="subtle"
          mb="sm"
          leftSection={<IconArrowLeft size={14} stroke={1.75} aria-hidden />}
          onClick={panel.goBack}
        >
          Back to the finding
        </Button>
      )}
      {!task && known && findings.length > 1 && (
        <Group gap={4} mb="sm">
          <ActionIcon variant="default" aria-label="Finding before" disabled={index === 0} onClick={() => onMove(-1)}>
            <IconChevronUp size={15} stroke={1.75} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label="Next finding"
            disabled={index === findings.length - 1}
            onClick={() => onMove(1)}
          >
            <IconChevronDown size={15} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Group>
      )}
      {task ? (
        <TaskForm key={opening} task={task} means={means} actions={actions} onDone={finish} />
      ) : (
        findingId !== null && (
          <FindingLoader
            key={findingId}
            id={findingId}
            known={known}
            means={means}
            actions={actions}
            onTask={panel.beginTask}
            onDone={finish}
          />
        )
      )}
    </Drawer>
  )
}
