import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { refreshRepeats } from '@/lib/engineering/waste/refresh-repeats'
import { sendBatches } from '@/lib/replay/send-batches'
import { demoAccounts } from './prices'
import type { CanonicalRecord } from './usage/demo-event'
import { withLoaderKeys } from './usage/loader-keys'

interface WasteOptions {
  /** Where the running server takes events. */
  readonly baseUrl: string
  readonly now?: Date
}

type WastefulCall = CanonicalRecord & { readonly prompt_hash?: string }

const [minuteMs, dayMs] = [60_000, 86_400_000]
/** The days before the load on which there is something to find. */
const days = [1, 2, 3, 4]
const source = 'litellm-eu'

/**
 * What the demo's organisation could have saved in the last days, of every kind that its everyday usage does not bring: caches
 * that nobody reads, prompts sent again and again, calls that go round in loops, a region that costs more, a talkative feature.
 * Sent once; then repeats and loops are summed, as the job does.
 */
export async function loadWaste(db: Database, actor: Actor, { baseUrl, now = new Date() }: WasteOptions): Promise<void> {
  if (!(await isSent(db))) {
    const records = makeWastefulCalls(now)
    const totals = await withLoaderKeys(db, actor, (secretOf) =>
      sendBatches([{ records, key: secretOf(source) }], { baseUrl, connections: 1 }),
    )
    if (totals.accepted !== records.length) throw new Error(`the demo's waste was not taken: ${JSON.stringify(totals)}`)
  }
  await refreshRepeats(db, now)
}

const firstId = 'waste-cache-1-0'

async function isSent(db: Database): Promise<boolean> {
  const [found] = await db.execute(sql`select from usage_event where request_id = ${firstId} limit 1`)
  return found !== undefined
}

/** The calls, each at a time before `now`. The same instant gives the same calls. */
export function makeWastefulCalls(now: Date): WastefulCall[] {
  return days.flatMap((daysAgo) => {
    const startMs = now.getTime() - daysAgo * dayMs
    return [
      ...repeat(14, (n) => writeCache(`waste-cache-${daysAgo}-${n}`, startMs + n * 75 * minuteMs)),
      ...repeat(24, (n) => sendAgain(`waste-again-${daysAgo}-${n}`, startMs + n * 2 * minuteMs, n)),
      ...repeat(6, (n) => askTwice(`waste-twice-${daysAgo}-${n}`, startMs + n * 90 * minuteMs)).flat(),
      ...repeat(3, (n) => goRound(`waste-loop-${daysAgo}-${n}`, startMs + n * 140 * minuteMs, 4 + n)).flat(),
      ...repeat(10, (n) => writeMuch(`waste-long-${daysAgo}-${n}`, startMs + n * 50 * minuteMs, n)),
      ...repeat(8, (n) => stayInRegion(`waste-region-${daysAgo}-${n}`, startMs + n * 80 * minuteMs)),
    ]
  })
}

const repeat = <Made>(count: number, make: (number: number) => Made): Made[] => Array.from({ length: count }, (_, n) => make(n))

/** As sources send it: two hashes, of which the second is of the prompt's beginning. */
const promptHash = (prompt: string, beginning: string) =>
  [prompt, beginning].map((text) => createHash('sha256').update(`demo ${text}`).digest('base64url')).join('.')

const call = (id: string, atMs: number) => ({
  request_id: id,
  timestamp: new Date(atMs).toISOString(),
  operation: 'chat',
  environment: 'production',
  status: 'success' as const,
  status_code: 200,
})
const openai = { provider: 'openai', billing_account_id: 'org-demo-main' }
const anthropic = { provider: 'anthropic', billing_account_id: demoAccounts.anthropic }
const chat = { route: '/v1/chat/completions' }
const cart = {
  team_id: 'checkout',
  project_id: 'storefront',
  service: 'cart-assistant',
  api_key_id: 'key-checkout',
  route: '/v1/cart',
}
const tagging = {
  team_id: 'data-platform',
  project_id: 'data-foundation',
  service: 'enrichment',
  api_key_id: 'key-data',
  ...chat,
}
const policies = {
  team_id: 'people-systems',
  project_id: 'workplace',
  service: 'policy-search',
  api_key_id: 'key-people',
  ...chat,
}

/** Each cart is put into the cache for an hour, and bought before anybody asks again. */
const writeCache = (id: string, atMs: number): WastefulCall => ({
  ...{ ...call(id, atMs), ...anthropic, ...cart, feature: 'cart-summary', model: 'claude-sonnet-4-6' },
  ...{ input_tokens: 24_000, cached_input_tokens: 0, cache_write_1h_tokens: 22_000, output_tokens: 400, latency_ms: 9_200 },
})

/** The instructions come first and are always the same, but nobody switched the cache on. */
const sendAgain = (id: string, atMs: number, number: number): WastefulCall => ({
  ...{ ...call(id, atMs), ...openai, feature: 'follow-up', model: 'gpt-4o-mini', api_key_id: 'key-search', ...chat },
  ...{ team_id: 'search', project_id: 'discovery', service: 'instant-answers' },
  ...{ input_tokens: 6_400, cached_input_tokens: 0, output_tokens: 210, latency_ms: 1_700 },
  prompt_hash: promptHash(`follow-up ${Math.floor(number / 3)}`, 'follow-up'),
})

/** A page that sends its form twice. */
const askTwice = (id: string, atMs: number): WastefulCall[] =>
  repeat(2, (n) => ({
    ...{ ...call(`${id}-${n}`, atMs + n * 1_400), ...openai, ...policies, feature: 'policy-answer', model: 'gpt-4o-mini' },
    ...{ input_tokens: 2_700, cached_input_tokens: 0, output_tokens: 240, latency_ms: 1_900, prompt_hash: promptHash(id, id) },
  }))

/** A tool that fails on the answer and asks for it again, in one trace; the last attempt goes through. */
const goRound = (id: string, atMs: number, attempts: number): WastefulCall[] => {
  const traceId = createHash('md5').update(id).digest('hex')
  return repeat(attempts, (n) => ({
    ...{ ...call(`${id}-${n}`, atMs + n * 21_000), ...anthropic, feature: 'triage', model: 'claude-haiku-4-5-20251001' },
    ...{ team_id: 'support-ops', project_id: 'customer-care', service: 'ticket-triage', route: '/v1/triage' },
    ...{ api_key_id: 'key-support', trace_id: traceId, input_tokens: 9_000 + n * 1_800, output_tokens: 420, latency_ms: 6_000 },
    ...(n === 0 ? {} : { retry_count: n }),
    ...(n === attempts - 1 ? {} : { status: 'error' as const, status_code: 500, error_type: 'stream_error' }),
  }))
}

/** Whole policies written out where others answer in a paragraph. */
const writeMuch = (id: string, atMs: number, number: number): WastefulCall => ({
  ...{ ...call(id, atMs), ...openai, ...policies, feature: 'policy-digest', model: 'gpt-4o-mini' },
  ...{ input_tokens: 3_000, cached_input_tokens: 0, output_tokens: 3_400 + number * 90, latency_ms: 24_000 },
})

/** Processed in the region, which the model's list charges for. */
const stayInRegion = (id: string, atMs: number): WastefulCall => ({
  ...{ ...call(id, atMs), ...openai, ...tagging, feature: 'catalogue-tags', model: 'gpt-5.4', region: 'eu' },
  ...{ input_tokens: 14_000, cached_input_tokens: 0, output_tokens: 340, latency_ms: 5_000 },
})
