import { ActionIcon, Group, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { describeSpan } from '@/components/registry/describe-span'
import { Moment } from '@/components/settings/moment'
import settings from '@/components/settings/settings.module.css'
import { Cost } from '@/components/ui/cost'
import type { Column } from '@/components/ui/data-table-columns'
import { formatDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import type { RuleView } from '@/lib/attribution/rules/loaders'
import classes from './rules.module.css'

const targetNouns = { team: 'Team', pool: 'Shared pool', project: 'Project' } as const

/** What a rule assigns: `Team Support operations`. */
export const describeTarget = ({ target }: Pick<RuleView, 'target'>) => `${targetNouns[target.kind]} ${target.name}`

/** What has become of the team that a rule names: since it was merged, the rule goes on under the one that stays. */
export function describeEnd({ ended }: Pick<RuleView, 'ended'>): string | null {
  if (ended === null) return null
  const { from, successor } = ended
  return successor === null
    ? `archived from ${formatDate(from)}: the rule gives nobody anything from then on`
    : `merged into ${successor.name} from ${formatDate(from)}: the rule goes on under that`
}

interface RuleColumnsOptions {
  readonly zone: string
  /** Whether some of the list may be undone. */
  readonly showsState: boolean
  readonly onOpen: (rule: RuleView) => void
  /** Null for those who cannot edit. */
  readonly onMove: ((rule: RuleView, position: number) => void) | null
  /** How many of its kind are in use. */
  readonly countOf: (kind: RuleView['kind']) => number
}

/** What the list of rules shows of each. */
export function ruleColumns({ zone, showsState, onOpen, onMove, countOf }: RuleColumnsOptions): readonly Column<RuleView>[] {
  return [
    {
      key: 'name',
      header: 'Rule',
      value: ({ name }) => name,
      render: (rule) => (
        <UnstyledButton className={`${settings.open} ${classes.wide}`} onClick={() => onOpen(rule)} aria-haspopup="dialog">
          {rule.position === null ? '' : `${rule.position}. `}
          {rule.name}
        </UnstyledButton>
      ),
    },
    {
      key: 'conditions',
      header: 'Where',
      value: ({ inWords }) => inWords.join(' and '),
      render: ({ inWords }) => (
        <ul className={classes.conditions}>
          {inWords.map((words, index) => (
            <li key={words}>
              {index > 0 && 'and '}
              {words}
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'target',
      header: 'Assigns to',
      value: (rule) => [describeTarget(rule), describeEnd(rule)].filter((words) => words !== null).join(', '),
      render: (rule) => (
        <div className={classes.target}>
          {describeTarget(rule)}
          {rule.ended && <span className={classes.detail}>{describeEnd(rule)}</span>}
        </div>
      ),
    },
    { key: 'period', header: 'Days', value: describeSpan },
    {
      key: 'series',
      header: 'Series, 30 days',
      kind: 'count',
      value: ({ use }) => use?.series ?? null,
      unknownReason: 'This is for those who see the whole organisation',
    },
    {
      key: 'cost',
      header: 'Cost, 30 days',
      kind: 'money',
      value: ({ use }) => use?.costUsd ?? null,
      render: ({ use }) =>
        use ? (
          <Cost amount={use.costUsd} atLeast={use.isAtLeast} />
        ) : (
          <Money amount={null} reason="This is for those who see the whole organisation" />
        ),
    },
    {
      key: 'made',
      header: 'Made by',
      value: ({ createdBy }) => createdBy,
      render: ({ createdBy, createdAt }) => (
        <div className={classes.made}>
          {createdBy}
          <span className={classes.detail}>
            <Moment at={createdAt} zone={zone} />
          </span>
        </div>
      ),
    },
    ...(showsState
      ? [
          {
            key: 'state',
            header: 'State',
            value: ({ isRetired }: RuleView) => (isRetired ? 'undone' : 'in use'),
            render: ({ isRetired }: RuleView) => (
              <StatusBadge label={isRetired ? 'Undone' : 'In use'} tone={isRetired ? 'off' : 'done'} />
            ),
          },
        ]
      : []),
    ...(onMove
      ? [
          {
            key: 'order',
            header: 'Order',
            value: ({ position }: RuleView) => position,
            sortable: false,
            csv: false as const,
            render: (rule: RuleView) => <Order rule={rule} count={countOf(rule.kind)} onMove={onMove} />,
          },
        ]
      : []),
  ]
}

interface OrderProps {
  readonly rule: RuleView
  readonly count: number
  readonly onMove: (rule: RuleView, position: number) => void
}

function Order({ rule, count, onMove }: OrderProps) {
  const { position, name } = rule
  if (position === null) return null
  const button = (label: string, to: number, Icon: typeof IconArrowUp) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={`Move “${name}” ${label}`}
      aria-haspopup="dialog"
      disabled={to < 1 || to > count}
      onClick={() => onMove(rule, to)}
    >
      <Icon size={15} stroke={1.75} aria-hidden />
    </ActionIcon>
  )
  return (
    <Group gap={2} wrap="nowrap">
      {button('up', position - 1, IconArrowUp)}
      {button('down', position + 1, IconArrowDown)}
    </Group>
  )
}
