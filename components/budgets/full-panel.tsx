import { KeyValue } from '@/components/ui/key-value'
import { Section } from '@/components/ui/section'
import { describeScope } from '@/lib/budgets/describe-scope'
import type { BudgetView } from '@/lib/budgets/list-burns'
import { actionWords } from './budget-words'

/** What happens once the amount is used up, in words, and what is spared. */
export function FullPanel({ budget }: { budget: BudgetView }) {
  const { fullAction, critical, actualThresholds, forecastThresholds, ownerEmail, createdBy } = budget
  const list = (thresholds: readonly string[]) =>
    thresholds.length === 0 ? 'none' : thresholds.map((threshold) => `${threshold}%`).join(', ')
  return (
    <Section title="What happens at 100%">
      <KeyValue
        entries={[
          { label: 'Then', value: `${actionWords[fullAction].label}. ${actionWords[fullAction].sentence}` },
          {
            label: 'Critical',
            value: critical.length === 0 ? 'No workload is named as critical.' : critical.map(describeScope).join('; '),
          },
          { label: 'Told at, spent', value: list(actualThresholds) },
          { label: 'Told at, forecast', value: list(forecastThresholds) },
          { label: 'Owner', value: ownerEmail ?? 'nobody named' },
          { label: 'Set up by', value: createdBy },
        ]}
      />
    </Section>
  )
}
