import type { FeatureRow, FeaturesReport } from '../schema'

/** A row with these values, and otherwise of one cheap call: for tests only. */
export function featureRow(given: Partial<FeatureRow>): FeatureRow {
  return {
    ...{ key: 'chat', kind: 'named', rank: null, is_vital: false, teams: ['search'], team_count: 1 },
    ...{ cost_usd: '1', is_at_least: false, requests: 1, cost_share: null, request_share: null, cumulative_usd: null },
    ...{ cost_per_request_usd: '1', previous_cost_usd: null, appearance: 'known', trend: ['0', '1'] },
    ...given,
  }
}

/** A report with these values: for tests only. */
export function featuresReport(given: Partial<FeaturesReport>): FeaturesReport {
  return {
    ...{ from: '2026-11-01', to: '2026-11-03', zone: 'UTC', as_of: '2026-12-01T00:00:00.000Z', by: 'feature' },
    previous: { from: '2026-10-30', to: '2026-11-01' },
    ...{ step: 'day', steps: ['2026-11-01', '2026-11-02'], rest: null, rows: [] },
    total: { cost_usd: '0', is_at_least: false, requests: 0, previous_cost_usd: null },
    ranked: { count: 0, vital_count: 0, cost_usd: '0', is_at_least: false, new_count: 0, new_cost_usd: '0' },
    names: { team: {}, pool: {}, cost_center: {}, business_unit: {}, product_line: {} },
    ...given,
  }
}
