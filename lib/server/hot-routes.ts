import type { Handler } from '@/lib/http/handler'
import { getContract } from '@/lib/ingest/get-contract'
import { getEvents } from '@/lib/ingest/get-events'
import { postTraces } from '@/lib/ingest/otlp/post-traces'
import { postEvents } from '@/lib/ingest/post-events'
import { postIngest } from '@/lib/ingest/post-ingest'
import { postQuote } from '@/lib/pricing/quote-handler'
import { getHealth, getReady } from './health'
import { getMetrics } from './metrics'

/** One path that the hot server answers itself. */
export interface HotRoute {
  /** The path, in which `{name}` stands for exactly one segment. */
  path: string
  /** By method. HEAD is answered where GET is. */
  methods: Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Handler>>
  /** Who answers the other methods: a 405 from here, unless Next serves them at the same path. */
  otherMethods?: 'next'
}

/** What does not wait for Next. A handler listed here is mounted in Next's route file too, for `next dev`. */
export const hotRoutes: readonly HotRoute[] = [
  { path: '/api/health', methods: { GET: getHealth } },
  { path: '/api/ready', methods: { GET: getReady } },
  { path: '/api/metrics', methods: { GET: getMetrics } },
  { path: '/api/v1/events', methods: { GET: getEvents, POST: postEvents } },
  { path: '/api/v1/ingest/{format}', methods: { POST: postIngest } },
  { path: '/v1/traces', methods: { POST: postTraces } },
  { path: '/api/v1/contract', methods: { GET: getContract } },
  { path: '/api/v1/price/quote', methods: { POST: postQuote } },
]
