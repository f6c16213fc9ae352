import { eq, inArray } from 'drizzle-orm'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { apiKey, source } from '@/lib/db/schema/auth'
import { rejectedRecord } from '@/lib/db/schema/usage-record'
import { openImportSource } from '@/lib/ingest/commands'
import { createKey } from '@/lib/keys/commands'

const gateway = 'litellm-us'
const [minuteMs, hourMs] = [60_000, 3_600_000]
/** Calls of the last three days, on a gateway that was only just connected. */
const callCount = 48

interface PushOptions {
  /** Where the running server takes records. */
  readonly baseUrl: string
  readonly now?: Date
}

/**
 * A LiteLLM gateway of the demo that pushes its own records instead of canonical events, as gateways do: most are fine, some were
 * refused by the provider, some came from the gateway's cache, and three cannot be taken, with their reasons on the screen of the
 * source. Sent once: the records that were refused are the memory of it.
 */
export async function loadPushes(db: Database, actor: Actor, { baseUrl, now = new Date() }: PushOptions): Promise<void> {
  if (await isPushed(db)) return
  await openImportSource(db, actor, { slug: gateway, format: 'litellm' })
  const expiresAt = new Date(Date.now() + hourMs)
  const { id, secret } = await createKey(db, actor, { name: 'Demo push', scopes: ['ingest'], source: gateway, expiresAt })
  try {
    const records = [...Array.from({ length: callCount }, (_, index) => makeCall(index, now)), ...makeFaults(now)]
    const response = await fetch(new URL('/api/v1/ingest/litellm', baseUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(records),
    })
    if (!response.ok)
      throw new Error(`the gateway's records of the demo were not taken: ${response.status} ${await response.text()}`)
  } finally {
    await db.delete(apiKey).where(inArray(apiKey.id, [id]))
  }
}

async function isPushed(db: Database): Promise<boolean> {
  const [found] = await db
    .select({ id: rejectedRecord.id })
    .from(rejectedRecord)
    .innerJoin(source, eq(source.id, rejectedRecord.sourceId))
    .where(eq(source.slug, gateway))
    .limit(1)
  return found !== undefined
}

/** One call every hour and a half, later ones last. Each seventh is answered by the gateway's cache, each eleventh is refused. */
function makeCall(index: number, now: Date): Record<string, unknown> {
  const startMs = now.getTime() - (callCount - index) * 90 * minuteMs
  const [input, output] = [640 + ((index * 397) % 900), 90 + ((index * 211) % 260)]
  const [isHit, isFailed] = [index % 7 === 3, index % 11 === 5]
  const usage = isFailed
    ? { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
    : { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
  return {
    id: `litellm-us-${Math.floor(startMs / minuteMs)}${isHit ? '_cache_hit' : ''}`,
    call_type: 'acompletion',
    custom_llm_provider: 'openai',
    model: 'gpt-5.4-mini',
    model_group: 'small-and-quick',
    startTime: startMs / 1_000,
    endTime: startMs / 1_000 + 0.9 + (index % 9) / 10,
    status: isFailed ? 'failure' : 'success',
    cache_hit: isHit,
    ...usage,
    response_cost: null,
    error_information: isFailed ? { error_code: '429', error_class: 'RateLimitError' } : null,
    messages: [{ role: 'user', content: 'Never kept.' }],
    metadata: {
      user_api_key_team_alias: 'growth',
      user_api_key_alias: 'growth-us',
      spend_logs_metadata: { project: 'campaigns', service: 'copy-writer', environment: 'production' },
      usage_object: { ...usage, prompt_tokens_details: { cached_tokens: 0 } },
    },
  }
}

/** What gateways send that cannot be taken: a call that never began, a record of an old version, a cache larger than its prompt. */
function makeFaults(now: Date): Record<string, unknown>[] {
  const usage = { prompt_tokens: 40, completion_tokens: 12, total_tokens: 52 }
  const sound = makeCall(callCount - 1, now)
  return [
    { ...sound, ...usage, id: 'litellm-us-unset', startTime: 0, endTime: 0 },
    {
      ...sound,
      id: 'litellm-us-old',
      prompt_tokens: '40',
      completion_tokens: '12',
      total_tokens: '52',
      metadata: "{'user_api_key': None}",
    },
    {
      ...sound,
      ...usage,
      id: 'litellm-us-cache',
      cache_hit: false,
      metadata: { user_api_key_team_alias: 'growth', usage_object: { ...usage, prompt_tokens_details: { cached_tokens: 90 } } },
    },
  ]
}
