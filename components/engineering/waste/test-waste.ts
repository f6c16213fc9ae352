import { dimensionsOfKind, type WasteKindName, wasteKindNames } from '@/lib/engineering/waste/kinds'
import type { WasteKind, WasteReport } from '@/lib/engineering/waste/schema'

/** A kind of which nothing was found but what is given: for tests only. */
export function wasteKind(kind: WasteKindName, given: Partial<WasteKind> = {}): WasteKind {
  return {
    kind,
    dimensions: [...dimensionsOfKind[kind]],
    ...{ cost_usd: '0', requests: '0', is_at_least: false, unknown_requests: '0' },
    ...{ teams: [], rows: [], row_count: 0, terms: [], term_count: 0, terms_rest_usd: '0' },
    ...given,
  }
}

/** An answer of the waste report, with all kinds: for tests only. */
export function wasteReport(given: Partial<WasteReport> = {}, kinds: readonly WasteKind[] = []): WasteReport {
  const others = wasteKindNames.filter((name) => !kinds.some(({ kind }) => kind === name))
  return {
    from: '2026-10-23',
    to: '2026-11-22',
    zone: 'UTC',
    as_of: '2026-11-21T12:00:00.000Z',
    spend: { cost_usd: '1000', requests: '5000', is_at_least: false },
    kinds: [...kinds, ...others.map((name) => wasteKind(name))],
    loops: { count: 0, cost_usd: '0', requests: '0', is_at_least: false, rows: [] },
    events: { computed_at: '2026-11-21T11:49:00.000Z', missing_days: 0 },
    sandbox_environments: ['development', 'test'],
    names: { team: {}, pool: {}, cost_center: {}, business_unit: {}, product_line: {} },
    ...given,
  }
}
