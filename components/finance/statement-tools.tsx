'use client'

import { Button, Menu, SegmentedControl, Title } from '@mantine/core'
import { IconChevronDown, IconListTree } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { Statement } from '@/lib/finance/statement/schema'
import { statementViews } from '@/lib/finance/statement/schema'
import { canOpenTo, type Depth, depths, type LineTree } from './line-tree'
import classes from './statement.module.css'
import { type ColumnSet, columnSets } from './statement-address'

const viewLabels: Readonly<Record<Statement['view'], string>> = { project: 'By project', model: 'By model and route' }

const columnSetLabels: Readonly<Record<ColumnSet, string>> = {
  amounts: 'Amounts',
  usage: 'Usage and coverage',
  attempts: 'Attempts',
}

const depthLabels: Readonly<Record<Depth, string>> = {
  business_unit: 'Business units',
  cost_center: 'Cost centres',
  owner: 'Teams and pools',
  all: 'Everything',
}

interface StatementToolsProps {
  statement: Statement
  tree: LineTree
  columnSet: ColumnSet
  onColumnSetChange: (set: ColumnSet) => void
  onViewChange: (view: Statement['view']) => void
  onDepthChange: (depth: Depth) => void
}

/** How the table is cut, how deep it is open, and which figures it shows. */
export function StatementTools({ statement, tree, onDepthChange, ...given }: StatementToolsProps) {
  const { columnSet, onColumnSetChange, onViewChange } = given
  const choices = useMemo(() => depths.map((depth) => ({ depth, isOpenable: canOpenTo(tree, depth) })), [tree])
  return (
    <div className={classes.tools}>
      <Title order={2}>Statement</Title>
      <div className={classes.choices}>
        <SegmentedControl
          size="xs"
          aria-label="Below teams"
          value={statement.view}
          onChange={(value) => onViewChange(statementViews.find((view) => view === value) ?? 'project')}
          data={statementViews.map((value) => ({ value, label: viewLabels[value] }))}
        />
        <SegmentedControl
          size="xs"
          aria-label="Columns"
          value={columnSet}
          onChange={(value) => onColumnSetChange(columnSets.find((set) => set === value) ?? 'amounts')}
          data={columnSets.map((value) => ({ value, label: columnSetLabels[value] }))}
        />
        <Menu withinPortal={false} position="bottom-end">
          <Menu.Target>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconListTree size={14} stroke={1.75} aria-hidden />}
              rightSection={<IconChevronDown size={13} stroke={1.75} aria-hidden />}
            >
              Open to
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {choices.map(({ depth, isOpenable }) => (
              <Menu.Item key={depth} disabled={!isOpenable} onClick={() => onDepthChange(depth)}>
                {depthLabels[depth]}
                {!isOpenable && ' (too many lines)'}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  )
}
