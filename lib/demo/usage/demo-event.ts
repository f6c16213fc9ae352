import type { DemoSource } from './workload'

/** A canonical event as a source of the demo sends it; what it does not say is left out. */
export interface CanonicalRecord {
  timestamp: string
  request_id?: string
  response_id?: string
  trace_id?: string
  provider: string
  model: string
  operation: string
  team_id?: string
  cost_center?: string
  project_id?: string
  service?: string
  feature?: string
  environment?: string
  route?: string
  api_key_id?: string
  billing_account_id?: string
  service_tier?: string
  region?: string
  labels?: Record<string, string>
  requests?: number
  input_tokens?: number
  cached_input_tokens?: number
  cache_write_5m_tokens?: number
  cache_write_1h_tokens?: number
  output_tokens?: number
  reasoning_tokens?: number
  latency_ms?: number
  status: 'success' | 'error' | 'cache_hit'
  status_code?: number
  error_type?: string
  retry_count?: number
  reported_cost_usd?: string
}

/** An event with the source that posts it. */
export interface DemoEvent {
  readonly source: DemoSource
  readonly atMs: number
  readonly record: CanonicalRecord
}
