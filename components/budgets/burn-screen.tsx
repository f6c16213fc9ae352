'use client'

import { Button, NativeSelect } from '@mantine/core'
import { IconEdit, IconMessagePlus, IconReceiptDollar } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { BurnUpFrame } from '@/components/charts/burn-up-frame'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { AsOf } from '@/components/ui/as-of'
import { formatPeriod } from '@/components/ui/format-date'
import { PageHeader } from '@/components/ui/page-header'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import { periodKindLabels } from '@/lib/budgets/budget-period'
import type { BudgetPageData } from '@/lib/budgets/loaders'
import { budgetPageParams } from '@/lib/budgets/search-params'
import { AmendmentsPanel } from './amendments-panel'
import { AmountForm } from './amount-form'
import { describeForecast, statusWords } from './budget-words'
import classes from './budgets.module.css'
import { BurnFigures } from './burn-figures'
import { DriversPanel } from './drivers-panel'
import { EditForm } from './edit-form'
import { EventsPanel } from './events-panel'
import { FullPanel } from './full-panel'
import { PlanForm } from './plan-form'
import { RequestsPanel } from './requests-panel'

type Task = 'amend' | 'request' | 'edit' | 'plan'
const taskTitles: Readonly<Record<Task, string>> = {
  amend: 'Change the amount',
  request: 'Ask for more',
  edit: 'Edit budget',
  plan: 'Plan by month',
}

/** Where one budget stands, where it is heading and why, and what can be done about it. */
export function BurnScreen(data: BudgetPageData) {
  const { budget, periods, points, levels, zone, asOf, drivers, hasPlan } = data
  const { burn } = budget
  const [isPending, startTransition] = useTransition()
  const [, setParams] = useQueryStates(budgetPageParams, { shallow: false, history: 'push', startTransition })
  const drawer = useSideDrawer<Task>()
  const isCurrent = burn.period.from === periods[0]?.from
  const { label, tone } = statusWords[burn.status]
  return (
    <>
      <PageHeader
        title={budget.name}
        description={
          <span className={classes.crumb}>
            <TextLink href="/budgets">Budgets</TextLink> · {periodKindLabels[budget.periodKind].label} · {budget.scopeText}
          </span>
        }
        {...{ period: burn.period, asOf, zone }}
        actions={
          <NativeSelect
            aria-label="Period"
            value={burn.period.from}
            onChange={({ currentTarget: { value } }) => setParams({ period: value === periods[0]?.from ? null : value })}
            data={periods.map(({ from, label: text }) => ({ value: from, label: text }))}
          />
        }
      />
      <div className={classes.stack} aria-busy={isPending}>
        <div className={classes.filters} style={{ margin: 0 }}>
          <StatusBadge label={budget.isArchived ? 'Archived' : label} tone={budget.isArchived ? 'off' : tone} />
          <span className={classes.dimmed}>{statusWords[burn.status].meaning}</span>
          <span className={classes.buttons} style={{ marginLeft: 'auto' }}>
            <Actions data={data} onOpen={drawer.open} />
          </span>
        </div>
        <BurnFigures burn={burn} zone={zone} asOf={asOf} filters={budget.filters} />
        <BurnUpFrame
          title="Burn-up"
          note={
            <>
              US dollars, cumulated · {formatPeriod(burn.period)} · <AsOf at={asOf} zone={zone} /> ·{' '}
              {hasPlan ? 'against the plan by month' : 'against an even plan'}
            </>
          }
          remark={isCurrent ? describeForecast(burn.forecast) : undefined}
          points={points}
          levels={levels}
        />
        <DriversPanel drivers={drivers} />
        <div className={classes.pair}>
          <FullPanel budget={budget} />
          <RequestsPanel data={data} />
        </div>
        <EventsPanel data={data} />
        <AmendmentsPanel data={data} onPlan={data.canEdit ? () => drawer.open('plan') : undefined} />
      </div>
      <SideDrawer opened={drawer.opened} onClose={drawer.close} title={drawer.subject ? taskTitles[drawer.subject] : ''}>
        <TaskForm key={drawer.opening} task={drawer.subject} data={data} onDone={drawer.close} />
      </SideDrawer>
    </>
  )
}

function Actions({ data, onOpen }: { data: BudgetPageData; onOpen: (task: Task) => void }) {
  const { budget, canEdit, canRequest, canApprove } = data
  return (
    <>
      {canRequest && !canApprove && !budget.isArchived && (
        <Button
          size="xs"
          disabled={budget.hasOpenRequest}
          leftSection={<IconMessagePlus size={14} stroke={1.75} aria-hidden />}
          onClick={() => onOpen('request')}
        >
          {budget.hasOpenRequest ? 'Request open' : 'Ask for more'}
        </Button>
      )}
      {canEdit && !budget.isArchived && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconReceiptDollar size={14} stroke={1.75} aria-hidden />}
          onClick={() => onOpen('amend')}
        >
          {canApprove ? 'Change amount' : 'Lower amount'}
        </Button>
      )}
      {canEdit && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconEdit size={14} stroke={1.75} aria-hidden />}
          onClick={() => onOpen('edit')}
        >
          Edit
        </Button>
      )}
    </>
  )
}

function TaskForm({ task, data, onDone }: { task: Task | null; data: BudgetPageData; onDone: () => void }) {
  if (task === 'amend' || task === 'request') return <AmountForm kind={task} data={data} onDone={onDone} />
  if (task === 'plan') return <PlanForm budget={data.budget} plan={data.plan} onDone={onDone} />
  return task === 'edit' ? <EditForm data={data} onDone={onDone} /> : null
}
