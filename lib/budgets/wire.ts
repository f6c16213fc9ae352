import type { BudgetView } from './list-burns'
import type { BudgetDetails } from './read-budget'

/** A budget and where it stands, as the API names things. Amounts are decimal text of US dollars. */
export function writeBudget({ burn, ...budget }: BudgetView) {
  return {
    id: budget.id,
    slug: budget.slug,
    name: budget.name,
    filters: budget.filters,
    period: budget.periodKind,
    owner_email: budget.ownerEmail,
    actual_thresholds: budget.actualThresholds,
    forecast_thresholds: budget.forecastThresholds,
    full_action: budget.fullAction,
    critical: budget.critical,
    archived: budget.isArchived,
    has_open_request: budget.hasOpenRequest,
    status: burn.status,
    period_start: burn.period.from,
    period_end: burn.period.to,
    amount_usd: burn.amountUsd,
    spend_usd: burn.spendUsd,
    is_at_least: burn.isAtLeast,
    used_percent: burn.usedPercent,
    left_usd: burn.leftUsd,
    days: burn.totalDays,
    days_left: burn.daysLeft,
    run_rate_usd: burn.runRateUsd,
    forecast: {
      expected_usd: burn.forecast.expectedUsd,
      low_usd: burn.forecast.lowUsd,
      high_usd: burn.forecast.highUsd,
      method: burn.forecast.method,
      known_days: burn.forecast.knownDays,
      launch_day: burn.forecast.launchDay,
    },
    runs_out_on: burn.runsOutOn,
  }
}

/** The burn-up of a budget's period, cumulated by day. */
export function writeBurn({ zone, asOf, budget, points, levels, drivers }: BudgetDetails) {
  return {
    zone,
    as_of: asOf,
    budget: writeBudget(budget),
    thresholds: levels.map(({ threshold, amountUsd }) => ({ threshold, amount_usd: amountUsd })),
    days: points.map((point) => ({
      day: point.day,
      spend_usd: point.spendUsd,
      is_at_least: point.isAtLeast,
      plan_usd: point.planUsd,
      expected_usd: point.expectedUsd,
      low_usd: point.lowUsd,
      high_usd: point.highUsd,
    })),
    drivers: drivers && {
      from: drivers.period.from,
      to: drivers.period.to,
      previous_from: drivers.previousPeriod.from,
      previous_to: drivers.previousPeriod.to,
      is_at_least: drivers.isAtLeast,
      ...Object.fromEntries(
        Object.entries(drivers.dimensions).map(([dimension, list]) => [
          dimension,
          list.map((driver) => ({
            value: driver.value,
            before_usd: driver.beforeUsd,
            now_usd: driver.nowUsd,
            change_usd: driver.changeUsd,
            traffic_usd: driver.trafficUsd,
            length_usd: driver.lengthUsd,
            retries_usd: driver.retriesUsd,
            price_usd: driver.priceUsd,
          })),
        ]),
      ),
    },
  }
}

export function writeEvent(event: BudgetDetails['events'][number]) {
  return {
    id: event.id,
    threshold: event.threshold,
    basis: event.basis,
    period_start: event.periodStart,
    spend_usd: event.spend,
    is_at_least: event.isAtLeast,
    amount_usd: event.amount,
    recorded_at: event.recordedAt,
    telling: event.telling,
    acknowledged_by: event.acknowledgedBy,
    acknowledged_at: event.acknowledgedAt,
  }
}

export function writeRequest(request: BudgetDetails['requests'][number]) {
  return {
    id: request.id,
    amount_usd: request.amount,
    from: request.effectiveFrom,
    reason: request.reason,
    state: request.state,
    requested_by: request.requestedBy,
    requested_at: request.requestedAt,
    decided_by: request.decidedBy,
    decided_at: request.decidedAt,
    decision_note: request.decisionNote,
  }
}

export function writeAmendment(amendment: BudgetDetails['amendments'][number]) {
  return {
    id: amendment.id,
    amount_usd: amendment.amount,
    from: amendment.effectiveFrom,
    reason: amendment.reason,
    requested_by: amendment.requestedBy,
    approved_by: amendment.approvedBy,
    approved_at: amendment.approvedAt,
    in_force: amendment.isInForce,
  }
}
