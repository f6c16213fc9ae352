'use client'

import { Button, Code, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import { notifyDone } from '@/components/settings/notify'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useAction } from '@/components/settings/use-action'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { confirmAction } from '@/components/ui/confirm'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { SecretReveal } from '@/components/ui/secret-reveal'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { createKeyAction, revokeKeyAction, rotateKeyAction } from '@/lib/keys/actions'
import type { KeyView } from '@/lib/keys/loaders'
import type { Example } from '@/lib/sources/examples'
import type { SourcePageData } from '@/lib/sources/loaders'
import { ExampleTabs } from './examples-panel'

interface SourceKeysPanelProps {
  data: SourcePageData
  keys: readonly KeyView[]
  /** How to send with a key; none where the source is not sent to. */
  examplesFor: (secret: string) => readonly Example[]
}

type Task = { readonly kind: 'make' } | { readonly kind: 'rotate'; readonly key: KeyView }

/** The keys by which a source sends: made, replaced with an overlap, ended. */
export function SourceKeysPanel({ data, keys, examplesFor }: SourceKeysPanelProps) {
  const { source, zone, canEditKeys } = data
  const drawer = useSideDrawer<Task>()
  const [made, setMade] = useState<{ opening: number; label: string; secret: string; note: string } | null>(null)
  const revoking = useAction(revokeKeyAction)
  const shown = made?.opening === drawer.opening && drawer.opened ? made : null
  const reveal = (label: string, secret: string, note: string) => {
    setMade({ opening: drawer.opening, label, secret, note })
  }
  const finish = () => {
    setMade(null)
    drawer.close()
  }
  const revoke = async (key: KeyView) => {
    const sure = await confirmAction({
      title: `Revoke “${key.name}”?`,
      body: `Whatever sends with the key that begins with ${key.prefix} is refused from its next request on. This cannot be undone.`,
      confirmLabel: 'Revoke',
    })
    if (!sure) return
    const answer = await revoking.run({ id: key.id })
    if (answer?.ok) notifyDone(`“${key.name}” was revoked.`)
  }
  const makeButton = canEditKeys && (
    <Button
      size="xs"
      leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
      onClick={() => drawer.open({ kind: 'make' })}
    >
      Make key
    </Button>
  )
  const task = drawer.subject
  return (
    <Section
      title="Keys"
      note="Rotating makes a new key and lets the old one go on for a while."
      flush
      actions={keys.length > 0 && makeButton}
    >
      <ActionError failure={revoking.failure} />
      <DataTable
        caption="Keys"
        variant="bare"
        columns={keyColumns(
          zone,
          canEditKeys ? { onRotate: (key) => drawer.open({ kind: 'rotate', key }), onRevoke: (key) => void revoke(key) } : null,
        )}
        rows={keys}
        rowKey={({ id }) => id}
        csv={false}
        paging={{ mode: 'client', pageSize: 8 }}
        empty={{ title: 'No key yet.', detail: 'Nothing can send for this source without one.', action: makeButton || undefined }}
      />
      <SideDrawer
        opened={drawer.opened}
        onClose={drawer.close}
        title={task?.kind === 'rotate' ? `Rotate “${task.key.name}”` : 'Make a key'}
        locked={shown !== null}
      >
        {shown ? (
          <Stack gap="md">
            <SecretReveal secret={shown.secret} label={shown.label} onDone={finish} />
            <Text size="sm" c="dimmed">
              {shown.note}
            </Text>
            <ExampleTabs examples={examplesFor(shown.secret)} />
          </Stack>
        ) : task?.kind === 'rotate' ? (
          <RotateForm key={drawer.opening} rotated={task.key} onMade={reveal} />
        ) : (
          <MakeForm key={drawer.opening} slug={source.slug} onMade={reveal} />
        )}
      </SideDrawer>
    </Section>
  )
}

type OnMade = (label: string, secret: string, note: string) => void

function MakeForm({ slug, onMade }: { slug: string; onMade: OnMade }) {
  const [name, setName] = useState(slug)
  const making = useAction(createKeyAction)
  const make = async () => {
    const answer = await making.run({ name, scopes: ['ingest'], source: slug, expiresAt: null })
    if (answer?.ok) onMade(`Key “${name.trim()}”`, answer.result.secret, 'It does not end by itself.')
  }
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <Stack gap="md">
        <ActionError failure={making.failure} fields={{ name: { label: 'Name', fieldId: 'source-key-name' } }} />
        <TextInput
          id="source-key-name"
          label="Name"
          description="Where it will be used, so that it can be told apart later."
          autoComplete="off"
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={making.pending}>
            Make key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const overlaps = [
  { value: '0', label: 'None' },
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '168', label: '7 days' },
]

function RotateForm({ rotated, onMade }: { rotated: KeyView; onMade: OnMade }) {
  const [hours, setHours] = useState('24')
  const rotating = useAction(rotateKeyAction)
  const rotate = async () => {
    const answer = await rotating.run({ id: rotated.id, overlapHours: Number(hours) })
    const label = overlaps.find(({ value }) => value === hours)?.label ?? ''
    const note = hours === '0' ? 'The old key has ended.' : `The old key ends in ${label}, or earlier where it was to.`
    if (answer?.ok) onMade(`Key “${rotated.name}”`, answer.result.secret, note)
  }
  return (
    <Stack gap="md">
      <ActionError failure={rotating.failure} />
      <Text size="sm">
        A new key of the same name is made now. The one that begins with <Code>{rotated.prefix}</Code> goes on meanwhile for:
      </Text>
      <SegmentedControl aria-label="How long the old key goes on" data={overlaps} value={hours} onChange={setHours} />
      <Group justify="flex-end">
        <Button loading={rotating.pending} onClick={() => void rotate()}>
          Rotate key
        </Button>
      </Group>
    </Stack>
  )
}

const states = {
  active: { label: 'Active', tone: 'done' },
  expired: { label: 'Expired', tone: 'waiting' },
  revoked: { label: 'Revoked', tone: 'off' },
} as const

interface KeyTasks {
  readonly onRotate: (key: KeyView) => void
  readonly onRevoke: (key: KeyView) => void
}

/** @param tasks null for those who may only read. */
function keyColumns(zone: string, tasks: KeyTasks | null): readonly Column<KeyView>[] {
  const instant = (key: string, header: string, read: (row: KeyView) => string | null): Column<KeyView> => ({
    key,
    header,
    value: (row) => read(row) ?? 'never',
    render: (row) => {
      const at = read(row)
      return at ? <Moment at={at} zone={zone} /> : 'Never'
    },
  })
  const columns: Column<KeyView>[] = [
    { key: 'name', header: 'Name', value: ({ name }) => name },
    { key: 'prefix', header: 'Begins with', value: ({ prefix }) => prefix, render: ({ prefix }) => <Code>{prefix}…</Code> },
    { key: 'state', header: 'State', value: ({ state }) => state, render: ({ state }) => <StatusBadge {...states[state]} /> },
    instant('lastUsed', 'Last used', ({ lastUsedAt }) => lastUsedAt),
    instant('expires', 'Ends', ({ expiresAt }) => expiresAt),
    instant('created', 'Made', ({ createdAt }) => createdAt),
  ]
  if (tasks === null) return columns
  return [
    ...columns,
    {
      key: 'tasks',
      header: 'Tasks',
      sortable: false,
      csv: false,
      value: () => '',
      render: (key) =>
        key.state === 'active' && (
          <Group gap={6} wrap="nowrap">
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Rotate ${key.name} ${key.prefix}`}
              onClick={() => tasks.onRotate(key)}
            >
              Rotate
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Revoke ${key.name} ${key.prefix}`}
              onClick={() => tasks.onRevoke(key)}
            >
              Revoke
            </Button>
          </Group>
        ),
    },
  ]
}
