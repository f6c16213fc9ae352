import type { Adapter } from './adapter'
import { anthropic } from './anthropic'
import { azureOpenAi } from './azure-openai'
import { bedrock } from './bedrock'
import { cohere } from './cohere'
import { envoy } from './envoy'
import { google } from './google'
import { helicone } from './helicone'
import { kong } from './kong'
import { langfuse } from './langfuse'
import { liteLlm, liteLlmSpendLogs } from './litellm'
import { createOpenAiLike, openAi } from './openai'
import { openRouter } from './openrouter'
import { portkey } from './portkey'
import { measureAt, type SourceRecord } from './source-values'

/** Groq times each step of a call, in seconds. */
const readGroq = ({ body, outer }: { body: SourceRecord; outer: SourceRecord }) => {
  const seconds = measureAt(body, 'usage.total_time', 'x_groq.usage.total_time')
  return seconds === null || outer.latency_ms !== undefined ? {} : { latency_ms: seconds * 1_000 }
}

/** Every format that `POST /api/v1/ingest/{format}` and `ascribe import` read beside canonical events. */
export const adapters: readonly Adapter[] = [
  liteLlm,
  liteLlmSpendLogs,
  openAi,
  azureOpenAi,
  anthropic,
  google,
  bedrock,
  openRouter,
  createOpenAiLike({ format: 'mistral', name: 'Mistral', provider: 'mistral' }),
  createOpenAiLike({ format: 'groq', name: 'Groq', provider: 'groq', readMore: readGroq }),
  createOpenAiLike({ format: 'deepseek', name: 'DeepSeek', provider: 'deepseek' }),
  createOpenAiLike({ format: 'xai', name: 'xAI', provider: 'x-ai' }),
  cohere,
  kong,
  envoy,
  portkey,
  helicone,
  langfuse,
]

const byFormat = new Map(adapters.map((adapter) => [adapter.format, adapter]))

/** The adapter of a format; null where there is none. */
export const findAdapter = (format: string): Adapter | null => byFormat.get(format) ?? null

/** The names of all formats, for messages. */
export const adapterFormats: readonly string[] = adapters.map(({ format }) => format)
