import type { WaterfallStep } from '@/components/charts/waterfall-steps'
import { formatMonth } from '@/components/overview/format-month'
import { partLabels, partNames } from '@/lib/finance/movement/movement-parts'
import type { MovementReport } from '@/lib/finance/movement/schema'

/** From the one month to the other, part by part. Those who see some teams only have nothing that nobody owns. */
export function listSteps({
  total,
  month,
  against,
  basis,
  is_whole: isWhole,
  residual_usd: residual,
}: MovementReport): WaterfallStep[] {
  const parts = partNames.filter((name) => isWhole || name !== 'unattributed')
  return [
    { key: 'prior', label: formatMonth(against), kind: 'level', amount: total.prior_usd },
    ...parts.map((name): WaterfallStep => {
      const { label, meaning } = partLabels[name]
      return { key: name, label, kind: 'step', amount: total[`${name}_usd`], meaning }
    }),
    ...(basis === 'captured'
      ? []
      : [
          {
            key: 'residual',
            label: 'Not explained',
            kind: 'step',
            amount: residual,
            meaning: 'What of the invoices no recorded usage explains',
          } as const,
        ]),
    { key: 'current', label: formatMonth(month), kind: 'level', amount: total.current_usd },
  ]
}
