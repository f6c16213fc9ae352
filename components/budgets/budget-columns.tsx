import type { Column } from '@/components/ui/data-table-columns'
import { formatDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import { periodKindLabels } from '@/lib/budgets/budget-period'
import type { BudgetView } from '@/lib/budgets/list-burns'
import { statusWords } from './budget-words'
import classes from './budgets.module.css'
import { UsedBar } from './used-bar'

const urgency = ['over', 'at_risk', 'watch', 'on_track', 'ended', 'no_amount']

/** The columns of the list of budgets. */
export const budgetColumns: readonly Column<BudgetView>[] = [
  {
    key: 'name',
    header: 'Budget',
    value: ({ name }) => name,
    render: ({ name, scopeText, periodKind, isArchived }) => (
      <span className={classes.row} style={{ display: 'block' }}>
        <span className={classes.name}>{name}</span>
        <span className={classes.below}>
          {periodKindLabels[periodKind].label} · {scopeText}
          {isArchived && ' · archived'}
        </span>
      </span>
    ),
  },
  {
    key: 'status',
    header: 'Status',
    // Sorted by urgency, exported in words.
    value: ({ burn }) => `${urgency.indexOf(burn.status) + 1} ${statusWords[burn.status].label}`,
    render: ({ burn, hasOpenRequest }) => (
      <span className={classes.badges}>
        <StatusBadge {...statusWords[burn.status]} />
        {hasOpenRequest && <StatusBadge label="Request open" tone="waiting" />}
      </span>
    ),
  },
  {
    key: 'used_percent',
    header: 'Used',
    kind: 'number',
    value: ({ burn }) => burn.usedPercent,
    render: (budget) => <UsedBar {...budget} />,
  },
  {
    key: 'runs_out_on',
    header: 'Runs out on',
    value: ({ burn }) => burn.runsOutOn ?? '',
    render: ({ burn }) =>
      burn.runsOutOn === null ? <span className={classes.dimmed}>not in this period</span> : formatDate(burn.runsOutOn),
  },
  {
    key: 'forecast_usd',
    header: 'Forecast',
    kind: 'money',
    value: ({ burn }) => burn.forecast.expectedUsd,
    render: ({ burn: { forecast } }) =>
      forecast.method === 'none' ? (
        <span className={classes.dimmed}>none yet</span>
      ) : (
        <span style={{ display: 'block', lineHeight: 1.35 }}>
          <Money amount={forecast.expectedUsd} />
          <span className={classes.below}>
            <Money amount={forecast.lowUsd} digits="compact" /> – <Money amount={forecast.highUsd} digits="compact" />
          </span>
        </span>
      ),
  },
  {
    key: 'run_rate_usd',
    header: 'A day',
    kind: 'money',
    value: ({ burn }) => burn.runRateUsd,
    unknownReason: 'No day of the period is over yet',
  },
  { key: 'days_left', header: 'Days left', kind: 'count', value: ({ burn }) => burn.daysLeft },
  {
    key: 'owner_email',
    header: 'Owner',
    value: ({ ownerEmail }) => ownerEmail ?? '',
    render: ({ ownerEmail }) => ownerEmail ?? <span className={classes.dimmed}>nobody named</span>,
  },
]
