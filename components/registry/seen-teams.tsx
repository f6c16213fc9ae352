'use client'

import { Button, Code } from '@mantine/core'
import { IconUserQuestion } from '@tabler/icons-react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import settings from '@/components/settings/settings.module.css'
import { useAction } from '@/components/settings/use-action'
import { confirmAction } from '@/components/ui/confirm'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { acceptTeamsAction } from '@/lib/attribution/actions'
import type { SeenTeamView } from '@/lib/attribution/loaders'

/** Teams that usage names and nobody registered, each a click away from being one. */
export function SeenTeams({ seen, canEdit }: { seen: readonly SeenTeamView[]; canEdit: boolean }) {
  const { run, pending, failure } = useAction(acceptTeamsAction)
  const acceptable = seen.filter((team) => team.isSlug).map(({ name }) => name)

  const accept = async (slugs: string[]) => {
    const answer = await run({ slugs })
    if (!answer?.ok) return
    const { teams, series } = answer.result
    notifyDone(`${formatCount(teams)} ${teams === 1 ? 'team' : 'teams'} registered, now owning ${formatCount(series)} series.`)
  }
  const acceptAll = async () => {
    const sure = await confirmAction({
      title: `Register ${formatCount(acceptable.length)} teams?`,
      body: 'Each is called after its slug and can be renamed. They own at once what names them, on all days.',
      confirmLabel: 'Register all',
    })
    if (sure) await accept(acceptable)
  }
  return (
    <>
      <ActionError failure={failure} fields={{ slugs: { label: 'Names' } }} />
      <DataTable
        caption="Seen in usage, not registered"
        columns={seenColumns(canEdit ? (name) => void accept([name]) : undefined, pending)}
        rows={seen}
        rowKey={({ name }) => name}
        csv="unregistered-teams"
        toolbar={
          canEdit &&
          acceptable.length > 1 && (
            <Button size="xs" variant="default" loading={pending} onClick={() => void acceptAll()}>
              Register all {formatCount(acceptable.length)}
            </Button>
          )
        }
        empty={{
          title: 'Every team that usage names is registered.',
          detail: 'A team that calls name and that is not registered stands here, and what it spends is nobody’s until it is.',
          icon: <IconUserQuestion size={28} stroke={1.25} aria-hidden />,
        }}
      />
    </>
  )
}

function seenColumns(onAccept: ((name: string) => void) | undefined, pending: boolean): readonly Column<SeenTeamView>[] {
  return [
    {
      key: 'name',
      header: 'Name in usage',
      value: ({ name }) => name,
      render: ({ name, isSlug, suggestedSlug }) => (
        <span className={settings.cell}>
          <Code className={settings.clipped} title={name}>
            {name}
          </Code>
          {onAccept && isSlug && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={pending}
              aria-label={`Register ${name}`}
              onClick={() => onAccept(name)}
            >
              Register
            </Button>
          )}
          {!isSlug && <span>not a slug{suggestedSlug && `: let it send ${suggestedSlug}`}</span>}
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

function dayColumn(key: string, header: string, read: (team: SeenTeamView) => string | null): Column<SeenTeamView> {
  return {
    key,
    header,
    value: (team) => read(team) ?? '',
    render: (team) => {
      const day = read(team)
      return day === null ? '—' : formatDate(day)
    },
  }
}
