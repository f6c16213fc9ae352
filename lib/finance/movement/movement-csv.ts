import { csvResponse, FigureText } from '@/lib/http/csv-response'
import type { MovementFigures, MovementReport } from './schema'

const columns = [
  'level',
  'kind',
  'code',
  'name',
  'model',
  'state',
  'prior_usd',
  'current_usd',
  'change_usd',
  'new_usd',
  'gone_usd',
  'volume_usd',
  'mix_usd',
  'mix_model_usd',
  'mix_token_class_usd',
  'mix_caching_usd',
  'mix_tier_usd',
  'price_usd',
  'shared_usd',
  'unattributed_usd',
  'residual_usd',
  'prior_requests',
  'current_requests',
  'is_prior_at_least',
  'is_current_at_least',
] as const

type Row = Record<(typeof columns)[number], string | number | FigureText | null>

/**
 * The table as a CSV file, amounts as exact as in JSON: owners, below each its models, and last the total. Owners alone add up
 * to the total, but for its residual; `shared_usd` of a team is in none of its models.
 */
export function movementCsv({ owners, total, residual_usd, month, against, basis }: MovementReport): Response {
  const none = { kind: null, code: null, name: null, model: null, state: null }
  const noRequests = { prior_requests: null, current_requests: null }
  const rows = owners.flatMap((owner): Row[] => {
    const { kind, code, name, state, models } = owner
    const named = { kind, code, name }
    return [
      { level: 'owner', ...named, model: null, state: kind === 'team' ? state : null, ...noRequests, ...toCells(owner) },
      ...models.map((model): Row => {
        const { prior_requests, current_requests } = model
        return {
          level: 'model',
          ...named,
          model: model.model,
          state: model.state,
          prior_requests,
          current_requests,
          ...toCells(model),
        }
      }),
    ]
  })
  const last: Row = { level: 'total', ...none, ...noRequests, ...toCells(total), residual_usd: usd(residual_usd) }
  return csvResponse(`movement-${month}-against-${against}-${basis}`, columns, [...rows, last])
}

/** A negative amount begins like a formula and is none. */
const usd = (amount: string) => new FigureText(amount)

function toCells({ mix_of: mix, ...figures }: MovementFigures) {
  return {
    prior_usd: usd(figures.prior_usd),
    current_usd: usd(figures.current_usd),
    change_usd: usd(figures.change_usd),
    new_usd: usd(figures.new_usd),
    gone_usd: usd(figures.gone_usd),
    volume_usd: usd(figures.volume_usd),
    mix_usd: usd(figures.mix_usd),
    mix_model_usd: usd(mix.model_usd),
    mix_token_class_usd: usd(mix.token_class_usd),
    mix_caching_usd: usd(mix.caching_usd),
    mix_tier_usd: usd(mix.tier_usd),
    price_usd: usd(figures.price_usd),
    shared_usd: usd(figures.shared_usd),
    unattributed_usd: usd(figures.unattributed_usd),
    residual_usd: usd('0'),
    is_prior_at_least: String(figures.is_prior_at_least),
    is_current_at_least: String(figures.is_current_at_least),
  }
}
