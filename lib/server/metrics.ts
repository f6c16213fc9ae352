import { Counter, collectDefaultMetrics, Histogram, register } from 'prom-client'
import type { Handler } from '@/lib/http/handler'

// Next loads modules once per bundle and again on each reload; prom-client refuses a second metric of the same name.
const shared = globalThis as typeof globalThis & { ascribeHttpMetrics?: ReturnType<typeof createHttpMetrics> }

function createHttpMetrics() {
  collectDefaultMetrics()
  const labelNames = ['method', 'route', 'status_class'] as const
  return {
    requests: new Counter({ name: 'ascribe_http_requests_total', help: 'HTTP requests answered.', labelNames }),
    duration: new Histogram({
      name: 'ascribe_http_request_duration_seconds',
      help: 'Time from the head of the request to the end of the answer.',
      labelNames,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
  }
}

function httpMetrics() {
  shared.ascribeHttpMetrics ??= createHttpMetrics()
  return shared.ascribeHttpMetrics
}

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** One answered request. `route` is the pattern, never the path, so that the number of series stays bounded. */
export interface ObservedRequest {
  method: string
  route: string
  status: number
  seconds: number
}

/** Counts a request that was answered. */
export function observeRequest({ method, route, status, seconds }: ObservedRequest): void {
  const labels = {
    method: knownMethods.has(method) ? method : 'other',
    route,
    status_class: `${Math.floor(status / 100)}xx`,
  }
  httpMetrics().requests.inc(labels)
  httpMetrics().duration.observe(labels, seconds)
}

/**
 * `GET /api/metrics`: Prometheus' text format, of the process that answers. Other modules add their own metrics to
 * prom-client's default registry, and they appear here.
 */
export const getMetrics: Handler = async () => {
  httpMetrics()
  return new Response(await register.metrics(), {
    headers: { 'content-type': register.contentType, 'cache-control': 'no-store' },
  })
}
