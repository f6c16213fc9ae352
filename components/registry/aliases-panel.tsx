'use client'

import { Button, Code, Select, Stack, TextInput } from '@mantine/core'
import { IconArrowsExchange, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import settings from '@/components/settings/settings.module.css'
import { useAction } from '@/components/settings/use-action'
import { useActionForm } from '@/components/settings/use-action-form'
import { confirmAction } from '@/components/ui/confirm'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import type { Paging } from '@/components/ui/data-table-paging'
import { formatCount } from '@/components/ui/format-count'
import type { AliasView } from '@/lib/attribution/loaders'
import { addAliasAction, removeAliasAction } from '@/lib/attribution/registry-commands/actions'
import { type AliasKind, aliasKinds } from '@/lib/registry/kinds'
import { kindLabels } from './kind-labels'
import { OwnerPicker } from './owner-picker'

interface AliasesPanelProps {
  rows: readonly AliasView[]
  paging: Paging
  canEdit: boolean
  isSearched: boolean
  loading: boolean
  toolbar: ReactNode
  onAdd: () => void
}

export const aliasKindLabels: Readonly<Record<AliasKind, string>> = {
  team: 'Team',
  cost_center: 'Cost centre',
  project: 'Project',
  service: 'Service',
  environment: 'Environment',
}

/** Other names under which what is registered is sent. */
export function AliasesPanel({ rows, paging, canEdit, isSearched, loading, toolbar, onAdd }: AliasesPanelProps) {
  const { run, pending, failure } = useAction(removeAliasAction)
  const remove = async ({ id, alias, target }: AliasView) => {
    const sure = await confirmAction({
      title: `Remove the alias ${alias}?`,
      body: `What is sent as ${alias} no longer counts as ${target}, on all days, until it is registered or an alias again.`,
      confirmLabel: 'Remove',
    })
    if (sure && (await run({ id }))?.ok) notifyDone(`${alias} no longer stands for ${target}.`)
  }
  const columns: readonly Column<AliasView>[] = [
    { key: 'kind', header: 'Kind', value: ({ kind }) => kind, render: ({ kind }) => aliasKindLabels[kind] },
    {
      key: 'alias',
      header: 'Sent as',
      value: ({ alias }) => alias,
      render: (row) => (
        <span className={settings.cell}>
          <Code className={settings.clipped} title={row.alias}>
            {row.alias}
          </Code>
          {canEdit && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={pending}
              aria-label={`Remove ${row.alias}`}
              onClick={() => void remove(row)}
            >
              Remove
            </Button>
          )}
        </span>
      ),
    },
    { key: 'target', header: 'Stands for', value: ({ target }) => target, render: ({ target }) => <Code>{target}</Code> },
  ]
  return (
    <>
      <ActionError failure={failure} />
      <DataTable
        caption="Aliases"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        paging={paging}
        sortable={false}
        loading={loading}
        csv={false}
        toolbar={toolbar}
        empty={
          isSearched
            ? { title: 'Nothing matches.', detail: 'The search looks at aliases and what they stand for.' }
            : {
                title: 'No alias yet.',
                detail:
                  'An alias lets a misspelling, a gateway’s own id, or what was merged away stand for what is registered. What was sent stays in the record.',
                icon: <IconArrowsExchange size={28} stroke={1.25} aria-hidden />,
                action: canEdit && (
                  <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />} onClick={onAdd}>
                    Add alias
                  </Button>
                ),
              }
        }
      />
    </>
  )
}

type AliasValues = { kind: AliasKind; alias: string; target: string | null }

/** Adds an alias of any kind; opened from a name that usage has, it knows kind and name already. */
export function AliasForm({ initial, onDone }: { initial: { kind: AliasKind; alias: string }; onDone: () => void }) {
  const { form, onSubmit, pending, failure } = useActionForm<AliasValues, { series: number }>({
    initialValues: { ...initial, target: null },
    check: ({ alias, target }) => [
      ...(alias.trim() === '' ? [{ path: 'alias', message: 'is needed: the name as calls write it' }] : []),
      ...(target === null || target.trim() === '' ? [{ path: 'target', message: 'is needed: what it stands for' }] : []),
    ],
    action: ({ kind, alias, target }) => addAliasAction({ kind, alias, target: target ?? '' }),
    onDone: ({ series }, { alias, target }) => {
      notifyDone(`${alias.trim()} now stands for ${target}. ${formatCount(series)} series changed hands.`)
      onDone()
    },
  })
  const ids = { kind: useId(), alias: useId(), target: useId() }
  const { kind } = form.values
  return (
    <FormFrame
      onSubmit={onSubmit}
      onCancel={onDone}
      pending={pending}
      submitLabel="Add alias"
      failure={failure}
      fields={{
        kind: { label: 'Kind', fieldId: ids.kind },
        alias: { label: 'Sent as', fieldId: ids.alias },
        target: { label: 'Stands for', fieldId: ids.target },
      }}
    >
      <Stack gap="md">
        <Select
          id={ids.kind}
          label="Kind"
          data={aliasKinds.map((value) => ({ value, label: aliasKindLabels[value] }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
          onChange={(value) => form.setValues({ kind: aliasKinds.find((known) => known === value) ?? kind, target: null })}
        />
        <TextInput
          id={ids.alias}
          label="Sent as"
          description="As calls write it; upper and lower case do not count."
          autoComplete="off"
          required
          {...form.getInputProps('alias')}
        />
        {kind === 'environment' ? (
          <TextInput
            id={ids.target}
            label="Stands for"
            placeholder="production"
            autoComplete="off"
            required
            {...form.getInputProps('target')}
            value={form.values.target ?? ''}
          />
        ) : (
          <OwnerPicker
            key={kind}
            id={ids.target}
            kind={kind}
            label="Stands for"
            placeholder={`Choose a ${kindLabels[kind].noun}`}
            required
            {...form.getInputProps('target')}
          />
        )}
      </Stack>
    </FormFrame>
  )
}
