'use client'

import { Button, Checkbox, Code, SegmentedControl } from '@mantine/core'
import { IconUserQuestion } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import settings from '@/components/settings/settings.module.css'
import { useAction } from '@/components/settings/use-action'
import { confirmAction } from '@/components/ui/confirm'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import type { Paging } from '@/components/ui/data-table-paging'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { acceptSeenAction } from '@/lib/attribution/registry-commands/actions'
import type { Seen } from '@/lib/attribution/registry-commands/seen-queries'
import { kindFacts } from '@/lib/registry/kinds'
import { type SeenKind, seenKinds } from '@/lib/registry/search-params'
import { kindLabels } from './kind-labels'
import classes from './registry.module.css'

interface SeenPanelProps {
  kind: SeenKind
  counts: Readonly<Record<SeenKind, number>>
  rows: readonly Seen[]
  paging: Paging
  canEdit: boolean
  isSearched: boolean
  loading: boolean
  search: ReactNode
  onKind: (kind: SeenKind) => void
  /** Lets a name stand for something that is registered. */
  onAlias: (kind: Exclude<SeenKind, 'provider_key'>, name: string) => void
}

const whatAccepting: Readonly<Record<SeenKind, string>> = {
  team: 'Each is called after its slug and can be renamed. They own at once what names them, on all days.',
  project: 'Each is called after its slug and can be renamed. They own nothing until they have a team.',
  service: 'Each is called after its slug and can be renamed. They own nothing until they have a team.',
  provider_key: 'Each can be renamed. They own nothing until a team has them to itself.',
}

/** What usage names and nobody registered, each a click away from being so. */
export function SeenPanel(props: SeenPanelProps) {
  const { kind, counts, rows, paging, canEdit, isSearched, loading, search, onKind, onAlias } = props
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { run, pending, failure } = useAction(acceptSeenAction)
  const acceptable = rows.filter(({ fault }) => fault === null).map(({ name }) => name)
  const picked = acceptable.filter((name) => chosen.has(name))
  const { noun, plural } = kindFacts[kind]

  const accept = async (names: string[]) => {
    const answer = await run({ kind, names })
    if (!answer?.ok) return
    setChosen(new Set())
    const { added, series } = answer.result
    notifyDone(`${formatCount(added)} ${added === 1 ? noun : plural} registered; ${formatCount(series)} series changed hands.`)
  }
  const acceptMany = async (names: string[]) => {
    const sure = await confirmAction({
      title: `Register ${formatCount(names.length)} ${plural}?`,
      body: whatAccepting[kind],
      confirmLabel: 'Register',
    })
    if (sure) await accept(names)
  }
  const toggle = (name: string) => {
    const next = new Set(chosen)
    if (!next.delete(name)) next.add(name)
    setChosen(next)
  }
  const many = picked.length > 0 ? picked : acceptable
  return (
    <>
      <ActionError failure={failure} fields={{ names: { label: 'Names' } }} />
      <SegmentedControl
        mb="sm"
        size="xs"
        aria-label="What is listed"
        className={classes.kinds}
        data={seenKinds.map((value) => ({ value, label: `${kindLabels[value].title} · ${formatCount(counts[value])}` }))}
        value={kind}
        onChange={(value) => {
          setChosen(new Set())
          onKind(seenKinds.find((known) => known === value) ?? kind)
        }}
      />
      <DataTable
        caption={`${kindLabels[kind].title} in usage, not registered`}
        columns={seenColumns({ kind, canEdit, chosen, pending, toggle, accept, onAlias })}
        rows={rows}
        rowKey={({ name }) => name}
        paging={paging}
        sortable={false}
        loading={loading}
        csv={`unregistered-${kindFacts[kind].path}`}
        toolbar={
          <>
            {search}
            {canEdit && acceptable.length > 1 && (
              <Button size="xs" variant="default" loading={pending} onClick={() => void acceptMany(many)}>
                Register {picked.length > 0 ? formatCount(picked.length) : `all ${formatCount(many.length)} here`}
              </Button>
            )}
          </>
        }
        empty={
          isSearched
            ? { title: 'Nothing matches.', detail: 'The search looks at names in usage.' }
            : {
                title: `Every ${noun} that usage names is registered.`,
                detail: `A ${noun} that calls name and that is not registered stands here until it is.`,
                icon: <IconUserQuestion size={28} stroke={1.25} aria-hidden />,
              }
        }
      />
    </>
  )
}

interface ColumnTools extends Pick<SeenPanelProps, 'kind' | 'canEdit' | 'onAlias'> {
  chosen: ReadonlySet<string>
  pending: boolean
  toggle: (name: string) => void
  accept: (names: string[]) => Promise<void>
}

function seenColumns({ kind, canEdit, chosen, pending, toggle, accept, onAlias }: ColumnTools): readonly Column<Seen>[] {
  return [
    {
      key: 'name',
      header: 'Name in usage',
      value: ({ name }) => name,
      render: ({ name, fault }) => (
        <span className={settings.cell}>
          {canEdit && fault === null && (
            <Checkbox size="xs" aria-label={`Choose ${name}`} checked={chosen.has(name)} onChange={() => toggle(name)} />
          )}
          <Code className={settings.clipped} title={name}>
            {name}
          </Code>
        </span>
      ),
    },
    ...(canEdit ? [actionsColumn({ kind, pending, accept, onAlias })] : []),
    {
      key: 'fault',
      header: 'Can it be registered?',
      value: ({ fault }) => fault ?? 'yes',
      render: ({ fault, suggested }) => (
        <span className={classes.fault}>
          {fault === null
            ? 'Yes'
            : `No: it ${fault}${suggested === null ? '.' : `; let it send ${suggested}, or make it an alias.`}`}
        </span>
      ),
    },
    { key: 'series', header: 'Series', kind: 'count', value: ({ series }) => series },
    { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => BigInt(requests) },
    {
      key: 'cost',
      header: 'Cost',
      kind: 'money',
      value: ({ cost }) => cost,
      render: ({ cost, isAtLeast }) => (
        <>
          {isAtLeast && 'at least '}
          <Money amount={cost} />
        </>
      ),
    },
    dayColumn('firstDay', 'First day', ({ firstDay }) => firstDay),
    dayColumn('lastDay', 'Last day', ({ lastDay }) => lastDay),
  ]
}

/** Apart from the name, which stays in sight on a phone and has no room for more. */
function actionsColumn({ kind, pending, accept, onAlias }: Omit<ColumnTools, 'canEdit' | 'chosen' | 'toggle'>): Column<Seen> {
  return {
    key: 'actions',
    header: 'What to do',
    value: () => null,
    sortable: false,
    csv: false,
    render: ({ name, fault, suggested }) => (
      <span className={settings.cell}>
        {fault === null && (
          <Button
            size="compact-xs"
            variant="default"
            disabled={pending}
            aria-label={`Register ${name}`}
            onClick={() => void accept([name])}
          >
            Register
          </Button>
        )}
        {kind !== 'provider_key' && (fault === null || suggested !== null) && (
          <Button size="compact-xs" variant="subtle" aria-label={`Make ${name} an alias`} onClick={() => onAlias(kind, name)}>
            Alias…
          </Button>
        )}
      </span>
    ),
  }
}

function dayColumn(key: string, header: string, read: (row: Seen) => string | null): Column<Seen> {
  return {
    key,
    header,
    value: (row) => read(row) ?? '',
    render: (row) => {
      const day = read(row)
      return day === null ? '—' : formatDate(day)
    },
  }
}
