import { jsonCell, textCell } from '../exports/csv-line'
import type { OwnedSeries } from '../exports/owned-series'
import type { FocusCells } from './columns'
import { nameRegion } from './region-names'

/** The keys of `Tags` that are ours; labels that the contract declares stand beside them under their own names. */
const allocationStatus = { team: 'Allocated', pool: 'Shared', none: 'Unallocated' } as const

/** What a series says of its calls, and whose they are on the day. Usage that nobody owns has no team, and not an invented one. */
export function ownerCells(series: OwnedSeries) {
  return {
    BillingCurrency: 'USD',
    ChargeClass: '',
    InvoiceId: '',
    RegionId: textCell(series.region),
    RegionName: textCell(series.region === null ? null : nameRegion(series.region)),
    Tags: jsonCell({
      ...series.labels,
      team_id: series.team ?? undefined,
      shared_pool: series.pool ?? undefined,
      cost_center: series.cost_center ?? undefined,
      project_id: series.project ?? undefined,
      service: series.service ?? undefined,
      environment: series.environment ?? undefined,
      feature: series.feature ?? undefined,
      route: series.route ?? undefined,
    }),
    x_AllocationReason: textCell(series.unowned_reason),
    x_AllocationStatus: allocationStatus[series.owner_kind],
    x_Attempt: series.is_retry ? 'retry' : 'first',
    x_Model: textCell(series.model),
    x_Operation: textCell(series.operation),
    x_Outcome: textCell(series.outcome),
    x_SeriesId: String(series.series_id),
    x_ServiceTier: textCell(series.service_tier),
    x_Source: textCell(series.source),
  } as const
}

/**
 * Whom the provider bills. FOCUS allows no row without one: where the source named none, a stand-in for each provider says so,
 * `openai:not-stated`, and `x_BillingAccountBasis` tells the two apart. No source tells the account's name.
 */
export function accountCells(
  account: string | null,
  provider: string,
): FocusCells<'BillingAccountId' | 'BillingAccountName' | 'x_BillingAccountBasis'> {
  return account === null
    ? { BillingAccountId: textCell(`${provider}:not-stated`), BillingAccountName: '', x_BillingAccountBasis: 'stand_in' }
    : { BillingAccountId: textCell(account), BillingAccountName: '', x_BillingAccountBasis: 'stated' }
}
