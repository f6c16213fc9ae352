import type { ClassCostRow, ModelRow, ModelsReport, SiblingRow } from '../schema'

/** A class with these values: for tests only. */
export function classCost(given: Partial<ClassCostRow>): ClassCostRow {
  return { name: 'input', quantity: '1000', unpriced_quantity: '0', cost_usd: '1', list_cost_usd: '1', ...given }
}

/** A model with these values, and otherwise of one call: for tests only. */
export function modelRow(given: Partial<ModelRow>): ModelRow {
  return {
    ...{ provider: 'openai', model: 'gpt-5.4', names: ['gpt-5.4'], cost_usd: '1', is_at_least: false, requests: 1 },
    ...{ list_cost_usd: '1', errors: 0, cost_per_thousand_usd: '1000', previous_cost_usd: null },
    latency: { calls: 1, p50_ms: '800', p95_ms: '2000' },
    ...{ classes: [classCost({})], tiers: [], bands: [] },
    ...given,
  }
}

/** A sibling with these values: for tests only. */
export function siblingRow(given: Partial<SiblingRow>): SiblingRow {
  return {
    ...{ provider: 'openai', model: 'gpt-5.4', sibling: 'gpt-5.5', is_same_size: true, is_newer: true, is_cheaper: false },
    ...{ released: '2026-03-05', sibling_released: '2026-04-23', requests: 1, list_cost_usd: '1', sibling_cost_usd: '2' },
    ...{ difference_usd: '1', is_at_least: false, left_out_usd: '0', left_out_why: [] },
    ...given,
  }
}

/** A report with these values: for tests only. */
export function modelsReport(given: Partial<ModelsReport>): ModelsReport {
  return {
    ...{ from: '2026-11-01', to: '2026-11-22', zone: 'UTC', as_of: '2026-12-01T00:00:00.000Z', latency_error: '±9 %' },
    previous: { from: '2026-10-11', to: '2026-11-01' },
    total: {
      ...{ cost_usd: '0', is_at_least: false, requests: 0, list_cost_usd: '0', previous_cost_usd: null, latency: null },
      ...{ classes: [], tiers: [], bands: [] },
    },
    ...{ models: [], siblings: [], prices_at: '2026-11-21T23:59:59.999Z', known_models: 0 },
    ...given,
  }
}
