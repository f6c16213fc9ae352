import type { MovementFigures, MovementModel, MovementOwner, MovementReport } from '@/lib/finance/movement/schema'

const noFigures: MovementFigures = {
  ...{ prior_usd: '0', current_usd: '0', change_usd: '0', is_prior_at_least: false, is_current_at_least: false },
  ...{ new_usd: '0', gone_usd: '0', volume_usd: '0', mix_usd: '0', price_usd: '0', shared_usd: '0', unattributed_usd: '0' },
  mix_of: { model_usd: '0', token_class_usd: '0', caching_usd: '0', tier_usd: '0' },
  dominant_mix: null,
}

export const movementFigures = (given: Partial<MovementFigures>): MovementFigures => ({ ...noFigures, ...given })

export const movementModel = (given: Partial<MovementModel> & { model: string }): MovementModel => ({
  ...{ ...noFigures, state: 'continuing', prior_requests: 0, current_requests: 0 },
  ...given,
})

export const movementOwner = (given: Partial<MovementOwner>): MovementOwner => ({
  ...{ ...noFigures, kind: 'team', code: 'search', name: 'Search & ranking', state: 'continuing', models: [] },
  ...given,
})

/** An answer of the movement: for tests only. */
export const movementReport = (given: Partial<MovementReport>): MovementReport => ({
  ...{ month: '2026-10', against: '2026-09', zone: 'UTC', as_of: '2026-11-21T00:00:00.000Z' },
  current: { from: '2026-10-01', to: '2026-11-01' },
  prior: { from: '2026-09-01', to: '2026-10-01' },
  ...{ is_running: false, basis: 'captured', is_whole: true, has_prior: true },
  total: noFigures,
  captured: { prior_usd: '0', current_usd: '0' },
  ...{ explained_usd: '0', residual_usd: '0', owners: [] },
  ...given,
})
