'use client'

import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useId } from 'react'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { createBudgetAction } from '@/lib/budgets/actions'
import { type PeriodKind, periodKindLabels, periodKinds, periodOn } from '@/lib/budgets/budget-period'
import { readScope } from '@/lib/budgets/describe-scope'
import { createBudgetSchema, defaultActualThresholds, defaultForecastThresholds } from '@/lib/budgets/schema'
import { suggestSlug } from '@/lib/registry/slug'
import type { CalendarDate } from '@/lib/time/calendar'
import { RuleFields, type RuleValues } from './rule-fields'
import { ScopeFields, type ScopeRow, toFilters } from './scope-fields'

interface BudgetFormProps {
  /** What a scope can be chosen from; those who are bounded see their own. */
  owners: { teams: readonly { slug: string; name: string }[]; costCenters: readonly { code: string; name: string }[] }
  isBounded: boolean
  today: CalendarDate
  /** A scope to begin with. */
  scope?: readonly ScopeRow[]
  onDone: (slug: string) => void
}

type BudgetValues = RuleValues & {
  name: string
  slug: string
  amount: string
  period: PeriodKind
  from: CalendarDate
  owner: string
  scope: readonly ScopeRow[]
}

/** Sets a budget up. */
export function BudgetForm({ owners, isBounded, today, scope, onDone }: BudgetFormProps) {
  const ids = { name: useId(), slug: useId(), amount: useId(), owner: useId(), from: useId() }
  const firstScope: readonly ScopeRow[] = isBounded ? [{ dimension: 'team', values: [] }] : []
  const { form, onSubmit, pending, failure } = useActionForm<BudgetValues, { slug: string }>({
    initialValues: {
      ...{ name: '', slug: '', amount: '', period: 'month', from: periodOn('month', today).from, owner: '' },
      scope: scope ?? firstScope,
      actual: [...defaultActualThresholds],
      forecast: [...defaultForecastThresholds],
      action: 'notify',
      critical: [],
    },
    check: (values) => checkAgainst(createBudgetSchema, toInput(values)),
    action: (values) => createBudgetAction(toInput(values)),
    onDone: ({ slug }, { name }) => {
      notifyDone(`${name} was set up.`)
      onDone(slug)
    },
  })
  const { period } = form.values
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={{
        name: { label: 'Name', fieldId: ids.name },
        slug: { label: 'Slug', fieldId: ids.slug },
        amount_usd: { label: 'Amount', fieldId: ids.amount },
        owner_email: { label: 'Owner', fieldId: ids.owner },
        from: { label: 'From', fieldId: ids.from },
        filters: { label: 'Scope' },
      }}
      submitLabel="Add budget"
    >
      <TextInput id={ids.name} label="Name" required data-autofocus autoComplete="off" {...form.getInputProps('name')} />
      <ScopeFields
        owners={owners}
        isBounded={isBounded}
        rows={form.values.scope}
        onChange={(rows) => form.setFieldValue('scope', [...rows])}
        error={form.errors.filters}
      />
      <Group grow align="flex-start" gap="sm">
        <TextInput
          id={ids.amount}
          label="Amount in USD"
          description={periodKindLabels[period].each}
          inputMode="decimal"
          autoComplete="off"
          required
          value={form.values.amount}
          onChange={(event) => form.setFieldValue('amount', event.currentTarget.value)}
          error={form.errors.amount_usd}
        />
        <NativeSelect
          label="Period"
          description="in the reporting zone"
          data={periodKinds.map((kind) => ({ value: kind, label: periodKindLabels[kind].label }))}
          value={period}
          onChange={(event) => {
            const kind = periodKinds.find((one) => one === event.currentTarget.value) ?? 'month'
            form.setValues({ period: kind, from: periodOn(kind, today).from })
          }}
        />
      </Group>
      <TextInput
        id={ids.from}
        label="From"
        description={`The first day of its first ${period}.`}
        type="date"
        required
        {...form.getInputProps('from')}
      />
      <TextInput
        id={ids.owner}
        label="Owner"
        description="Who answers for it, by e-mail; told of thresholds with the team’s leads."
        type="email"
        autoComplete="off"
        value={form.values.owner}
        onChange={(event) => form.setFieldValue('owner', event.currentTarget.value)}
        error={form.errors.owner_email}
      />
      <RuleFields form={form} />
      <TextInput
        id={ids.slug}
        label="Slug"
        description="How files and programs name it; it never changes. Blank: from the name."
        autoComplete="off"
        {...form.getInputProps('slug')}
      />
    </FormFrame>
  )
}

function toInput({ name, slug, amount, period, from, owner, scope, actual, forecast, action, critical }: BudgetValues) {
  return {
    name,
    slug: slug.trim() || (suggestSlug(name) ?? ''),
    amount_usd: amount,
    period,
    from,
    owner_email: owner.trim(),
    filters: toFilters(scope),
    actual_thresholds: [...actual],
    forecast_thresholds: [...forecast],
    full_action: action,
    critical: critical.map(readScope),
  }
}
