'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { BudgetView } from '@/lib/budgets/list-burns'
import type { CalendarDate } from '@/lib/time/calendar'
import { BudgetForm } from './budget-form'
import { statusWords } from './budget-words'
import classes from './budgets.module.css'
import { UsedBar } from './used-bar'

interface TeamBudgetProps {
  /** The team's slug and name. */
  team: { slug: string; name: string }
  /** As `listTeamBudgets` answers; absent: the team has none. */
  budget: BudgetView | undefined
  canEdit: boolean
  today: CalendarDate
}

/** A team's budget within another screen: where it stands, or a form that sets one up. */
export function TeamBudget({ team, budget, canEdit, today }: TeamBudgetProps) {
  const [isAdding, setIsAdding] = useState(false)
  if (budget) {
    return (
      <div>
        <UsedBar {...budget} />
        <span className={classes.buttons} style={{ alignItems: 'center' }}>
          <StatusBadge {...statusWords[budget.burn.status]} />
          <TextLink href={`/budgets/${budget.slug}`}>{canEdit ? 'See and change the budget' : 'See the budget'}</TextLink>
        </span>
      </div>
    )
  }
  if (isAdding) {
    return (
      <BudgetForm
        owners={{ teams: [team], costCenters: [] }}
        isBounded
        today={today}
        scope={[{ dimension: 'team', values: [team.slug] }]}
        onDone={() => setIsAdding(false)}
      />
    )
  }
  return (
    <div>
      <p className={classes.remark}>The team has no budget.</p>
      {canEdit && (
        <Button size="xs" variant="default" mt={8} onClick={() => setIsAdding(true)}>
          Set a budget
        </Button>
      )}
    </div>
  )
}
