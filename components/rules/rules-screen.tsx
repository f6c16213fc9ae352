'use client'

import { Button, Stack, Switch, Text } from '@mantine/core'
import { IconPlus, IconRoute } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { spendHref } from '@/components/spend/spend-href'
import { DataTable } from '@/components/ui/data-table'
import { formatCount } from '@/components/ui/format-count'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import type { RulesPageData } from '@/lib/attribution/rules/loaders'
import { ruleColumns } from './rule-columns'
import { RuleDrawer, type RuleTask } from './rule-drawer'
import { TrustLegend } from './trust-legend'

/** The rules by which usage is given to its owners, in their order, and where they stand in the order of trust. */
export function RulesScreen(data: RulesPageData) {
  const { rules, conflicts, canEdit, zone, period } = data
  const drawer = useSideDrawer<RuleTask>()
  const [showsUndone, setShowsUndone] = useState(false)
  const shown = useMemo(() => rules.filter(({ isRetired }) => showsUndone || !isRetired), [rules, showsUndone])
  const undone = rules.length - rules.filter(({ isRetired }) => !isRetired).length
  const open = (task: RuleTask) => drawer.open(task)
  const columns = ruleColumns({
    zone,
    showsState: showsUndone,
    onOpen: ({ id }) => open({ kind: 'show', id }),
    onMove: canEdit ? ({ id }, position) => open({ kind: 'move', id, position }) : null,
    countOf: (kind) => rules.filter((rule) => rule.kind === kind && !rule.isRetired).length,
  })
  const tables = [
    { kind: 'decision', caption: 'Decisions', isShown: rules.some(({ kind }) => kind === 'decision') },
    { kind: 'rule', caption: 'Rules', isShown: true },
  ] as const
  const addButton = canEdit && (
    <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />} onClick={() => open({ kind: 'create' })}>
      New rule
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Attribution rules"
        description={`Who owns usage that says it wrong, or not at all. A change holds for every report at once, also for what is past. Days are those of ${zone}.`}
      />
      <Stack gap="md">
        {conflicts !== null && conflicts.series > 0 && (
          <Text size="sm">
            On {formatCount(conflicts.series)} series, levels of trust name different owners today, and no rule settles it.{' '}
            <TextLink
              inSentence
              href={spendHref({
                period,
                groupBy: ['reported_team', 'api_key', 'service'],
                filters: { owner_conflict: ['yes'] },
              })}
            >
              Look at them in Spend
            </TextLink>
          </Text>
        )}
        {tables.map(
          ({ kind, caption, isShown }) =>
            isShown && (
              <DataTable
                key={kind}
                caption={caption}
                columns={columns}
                rows={shown.filter((rule) => rule.kind === kind)}
                rowKey={({ id }) => id}
                sortable={false}
                csv={`attribution-${kind}s`}
                toolbar={
                  kind === 'rule' && (
                    <>
                      {undone > 0 && (
                        <Switch
                          size="xs"
                          label={`Show undone (${formatCount(undone)})`}
                          checked={showsUndone}
                          onChange={(event) => setShowsUndone(event.currentTarget.checked)}
                        />
                      )}
                      {shown.length > 0 && addButton}
                    </>
                  )
                }
                empty={{
                  title: 'No rule yet.',
                  detail:
                    'Most usage needs none: it says its team, or a key, service or project does. A rule is for the rest, such as a key that several services share.',
                  icon: <IconRoute size={28} stroke={1.25} aria-hidden />,
                  action: kind === 'rule' ? addButton : undefined,
                }}
              />
            ),
        )}
        <TrustLegend />
      </Stack>
      <RuleDrawer
        data={data}
        task={drawer.subject}
        opened={drawer.opened}
        opening={drawer.opening}
        onTask={open}
        onClose={drawer.close}
      />
    </>
  )
}
