import {
  type AdaptedRecord,
  type Adapter,
  type AdapterContext,
  type CanonicalFields,
  captureRanks,
  eventOf,
  ignored,
  refused,
} from './adapter'
import { liteLlmOwnerPaths, metadataAt, readLiteLlmOwners } from './litellm-owners'
import { readCallType, readCost, readTokens, textOf } from './litellm-usage'
import { findProviderOfHost, findProviderOfModel, readProviderName, readServiceTier } from './provider-name'
import { firstTime, spanMs } from './source-time'
import {
  countAt,
  dropAbsent,
  isSourceRecord,
  measureAt,
  parseRecord,
  readNumber,
  recordAt,
  type SourceRecord,
  textAt,
} from './source-values'

const dropped = [
  ...[
    'messages',
    'choices',
    'input',
    'output',
    'content',
    'prompt',
    'proxy_server_request',
    'model_map_information',
    'traceback',
  ],
  ...[
    'error_str',
    'error_message',
    'model_parameters',
    'tools',
    'tool_calls',
    'guardrail_information',
    'standard_built_in_tools_params',
  ],
  ...['mcp_tool_call_metadata', 'vector_store_request_metadata', 'prompt_management_metadata', 'text'],
]

const kept = [
  ...[
    'id',
    'litellm_call_id',
    'request_id',
    'trace_id',
    'session_id',
    'call_type',
    'custom_llm_provider',
    'model',
    'model_group',
    'model_id',
  ],
  ...[
    'api_base',
    'startTime',
    'endTime',
    'start_time',
    'end_time',
    'prompt_tokens',
    'completion_tokens',
    'total_tokens',
    'spend',
    'api_key',
  ],
  ...['response_cost', 'cost', 'cost_breakdown.*', 'cache_hit', 'saved_cache_cost', 'status', 'stream', 'usage.*', 'response.id'],
  ...[
    'response.model',
    'response.service_tier',
    'response.usage.*',
    'error_information.error_code',
    'error_information.error_class',
  ],
  ...[
    'error_information.llm_provider',
    'metadata.usage_object.*',
    'metadata.usage_object.service_tier',
    'metadata.attempted_retries',
  ],
  ...[
    'metadata.status',
    'metadata.error_information.error_code',
    'metadata.error_information.error_class',
    'hidden_params.response_cost',
  ],
  ...['hidden_params.litellm_model_name', 'service_tier', ...liteLlmOwnerPaths],
]

const shared = {
  rank: captureRanks.gateway,
  dropped,
  kept,
  packed: ['metadata', 'response'],
  unpack: unpackRow,
  read: readCall,
} as const

/** Records of LiteLLM's `generic_api` callback. */
export const liteLlm: Adapter = { format: 'litellm', name: 'LiteLLM callback', ...shared }

/** Rows of LiteLLM's `/spend/logs?summarize=false`. */
export const liteLlmSpendLogs: Adapter = { format: 'litellm-spend-logs', name: 'LiteLLM spend logs', ...shared }

/** Rows hold objects as JSON texts in some versions. */
function unpackRow(record: unknown): unknown {
  if (!isSourceRecord(record)) return record
  const names = ['metadata', 'response'].filter((name) => typeof record[name] === 'string' && parseRecord(record[name]) !== null)
  const tags = typeof record.request_tags === 'string' ? readList(record.request_tags) : undefined
  if (names.length === 0 && tags === undefined) return record
  return {
    ...record,
    ...Object.fromEntries(names.map((name) => [name, parseRecord(record[name])])),
    ...(tags === undefined ? {} : { request_tags: tags }),
  }
}

function readList(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readCall(record: unknown, context: AdapterContext): AdaptedRecord[] {
  if (!isSourceRecord(record))
    return refused('', 'must be an object: a record of the generic_api callback or a row of /spend/logs')
  const requestId = textAt(record, 'id', 'litellm_call_id', 'request_id')
  if (isSummary(record)) return ignored('a daily sum: it is evidence, not a call. Ask /spend/logs with summarize=false for rows')
  if (isStringified(record)) {
    const message =
      'every value is text as Python shows it, as old LiteLLM versions send: update LiteLLM, which then sends JSON values'
    return refused('', message, requestId)
  }
  const metadata = metadataAt(record)
  const start = firstTime(record.startTime, record.start_time)
  if (start === undefined && [record.startTime, record.start_time].some((value) => readNumber(value) === 0)) {
    const message =
      'is 0, which LiteLLM writes where it does not know when the call began: the time of arrival is not taken instead'
    return refused('startTime', message, requestId)
  }
  const outcome = readOutcome(record, metadata)
  const owners = readLiteLlmOwners(record, metadata, context)
  const model = textAt(record, 'model')
  const served = textAt(record, 'response.model') ?? model
  const tokens = readTokens(record, metadata, outcome.status)
  const event: CanonicalFields = {
    ...owners.fields,
    timestamp: start,
    provider: readProvider(record),
    model: served,
    requested_model: model !== served ? model : undefined,
    operation: readCallType(textAt(record, 'call_type')),
    request_id: requestId,
    response_id: textAt(record, 'response.id') ?? requestId,
    trace_id: textAt(record, 'trace_id'),
    conversation_id: textAt(record, 'session_id'),
    route: textAt(record, 'model_group') ?? textAt(metadata, 'user_api_key_request_route'),
    api_key_id:
      textAt(metadata, 'user_api_key_hash', 'user_api_key') ??
      textAt(record, 'api_key') ??
      textAt(metadata, 'user_api_key_alias'),
    service_tier:
      readServiceTier(textAt(record, 'response.service_tier', 'service_tier')) ??
      readServiceTier(textAt(metadata, 'usage_object.service_tier')),
    latency_ms: spanMs(record.startTime ?? record.start_time, record.endTime ?? record.end_time),
    retry_count: countAt(metadata, 'attempted_retries'),
    prompt_hash: context.hashPrompt(record.messages),
    ...tokens.fields,
    ...outcome,
    reported_cost_usd: readCost(record, outcome.status),
  }
  return eventOf(dropAbsent(event), { ...owners.hints, isCacheUnknown: tokens.isCacheUnknown })
}

const isSummary = (record: SourceRecord): boolean =>
  record.group_by_day !== undefined || (isSourceRecord(record.models) && isSourceRecord(record.users))

/** Early versions made text of everything: `'None'`, `'True'`, `"{'a': 1}"`. */
function isStringified(record: SourceRecord): boolean {
  const counts = ['prompt_tokens', 'completion_tokens', 'total_tokens'].filter((name) => typeof record[name] === 'string')
  const shown = ['metadata', 'hidden_params', 'error_information'].some((name) => /^\{'|^None$/.test(textOf(record[name])))
  return counts.length >= 2 || (shown && record.spend === undefined)
}

function readProvider(record: SourceRecord): string {
  const model = textAt(record, 'model')
  const stated = readProviderName(textAt(record, 'custom_llm_provider'))
  // Without any of these the price book still looks for a provider in front of the model's name.
  return stated ?? findProviderOfHost(textAt(record, 'api_base')) ?? findProviderOfModel(model) ?? 'litellm'
}

interface Outcome {
  readonly status?: string
  readonly status_code?: number
  readonly error_type?: string
}

function readOutcome(record: SourceRecord, metadata: SourceRecord): Outcome {
  const errors = isSourceRecord(record.error_information) ? record.error_information : recordAt(metadata, 'error_information')
  const stated = textAt(record, 'status') ?? textAt(metadata, 'status')
  const errorClass = textAt(errors, 'error_class')
  const hasError = errorClass !== null || textAt(errors, 'error_code') !== null || textOf(record.error_str) !== ''
  const code = measureAt(errors, 'error_code')
  if (stated === 'failure' || (stated !== 'success' && hasError)) {
    return { status: 'error', status_code: code !== null && code >= 100 ? code : undefined, error_type: errorClass ?? undefined }
  }
  const isHit = record.cache_hit === true || textOf(record.cache_hit).toLowerCase() === 'true'
  return { status: isHit ? 'cache_hit' : stated === null ? undefined : 'success' }
}
