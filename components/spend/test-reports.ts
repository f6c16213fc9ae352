import type { SpendReport, SpendRow, SpendSums } from '@/lib/reports/spend/report-schema'

const noUsage: SpendSums = {
  requests: 0,
  errors: 0,
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  cost_usd: '0',
  list_cost_usd: '0',
  reported_cost_usd: null,
  reported_computed_cost_usd: null,
  avoided_cost_usd: null,
  cache_hit_input_tokens: 0,
  cache_hit_output_tokens: 0,
  unpriced_requests: 0,
  missing_token_requests: 0,
  cache_unknown_requests: 0,
  is_at_least: false,
}

/** A row with these values and no usage otherwise: for tests only. */
export function spendRow(given: Partial<SpendRow>): SpendRow {
  return { ...noUsage, ...given }
}

/** An answer of the spend report: for tests only. */
export function spendReport(given: Partial<SpendReport>): SpendReport {
  return {
    from: '2026-11-01',
    to: '2026-11-22',
    zone: 'UTC',
    as_of: '2026-12-01T00:00:00.000Z',
    basis: 'current',
    rows: [],
    total: noUsage,
    row_count: 0,
    next_cursor: null,
    names: { team: {}, pool: {}, cost_center: {}, business_unit: {}, product_line: {} },
    comparison: null,
    ...given,
  }
}
