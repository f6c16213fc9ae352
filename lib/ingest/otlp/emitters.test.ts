import { describe, expect, it, test } from 'vitest'
import { countsOf } from '../adapters/testing/read-as'
import { listFindings } from '../findings'
import { makeRequest, makeSpan, readTraces, type SpanChanges } from './testing/traces'

/** Reads a span with just these attributes, which is expected to be one call. */
function readOne(
  attributes: Record<string, unknown>,
  options: { scope?: string; resource?: Record<string, unknown> } & SpanChanges = {},
) {
  const { scope, resource, ...changes } = options
  const span = { ...makeSpan(changes), attributes: makeSpan({ attributes }).attributes }
  const own = (span.attributes as { key: string }[]).filter(({ key }) => key in attributes)
  const { accepted, records } = readTraces(makeRequest([{ ...span, attributes: own }], { scope, resource }))
  const [first] = accepted
  if (first === undefined || records.length !== 1) throw new Error(`not one call: ${JSON.stringify(records)}`)
  return first
}

type Row = [emitter: string, scope: string, attributes: Record<string, unknown>, counts: Record<string, number>, names: object]

const rows: readonly Row[] = [
  [
    'the convention as it is now',
    'any',
    {
      ...{ 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'claude-sonnet-4-5' },
      ...{ 'gen_ai.response.model': 'claude-sonnet-4-5-20250929', 'gen_ai.usage.input_tokens': 1532 },
      ...{ 'gen_ai.usage.cache_read.input_tokens': 1111, 'gen_ai.usage.cache_creation.input_tokens': 418 },
      ...{ 'gen_ai.usage.output_tokens': 33, 'gen_ai.usage.reasoning.output_tokens': 20 },
    },
    { input_tokens: 1532, cached_input_tokens: 1111, cache_write_5m_tokens: 418, output_tokens: 33, reasoning_tokens: 20 },
    { provider: 'anthropic', model: 'claude-sonnet-4-5-20250929', requestedModel: 'claude-sonnet-4-5', operation: 'chat' },
  ],
  [
    'the convention as it was',
    'any',
    {
      ...{ 'gen_ai.system': 'openai', 'gen_ai.operation.name': 'text_completion', 'gen_ai.request.model': 'gpt-4o-mini' },
      ...{ 'gen_ai.usage.prompt_tokens': 14, 'gen_ai.usage.completion_tokens': 96 },
    },
    { input_tokens: 14, output_tokens: 96 },
    { provider: 'openai', operation: 'completion', cacheUnknown: false },
  ],
  [
    'the official instrumentation, which is blind to the cache',
    '@opentelemetry/instrumentation-openai',
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-5',
      'gen_ai.usage.input_tokens': 9703,
      'gen_ai.usage.output_tokens': 638,
    },
    { input_tokens: 9703, output_tokens: 638 },
    { provider: 'openai', cacheUnknown: true },
  ],
  [
    'OpenLLMetry in JavaScript on Anthropic, which leaves the cache out of the input',
    '@traceloop/instrumentation-anthropic',
    {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'claude-sonnet-4-5', 'gen_ai.usage.input_tokens': 500 },
      ...{
        'gen_ai.usage.cache_read_input_tokens': 100,
        'gen_ai.usage.cache_creation_input_tokens': 18,
        'gen_ai.usage.output_tokens': 33,
      },
    },
    { input_tokens: 618, cached_input_tokens: 100, cache_write_5m_tokens: 18, output_tokens: 33 },
    { provider: 'anthropic' },
  ],
  [
    'anybody whose cache exceeds the input',
    'any',
    {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'claude-sonnet-4-5', 'gen_ai.usage.input_tokens': 3 },
      ...{
        'gen_ai.usage.cache_read_input_tokens': 1111,
        'gen_ai.usage.cache_creation_input_tokens': 418,
        'gen_ai.usage.output_tokens': 33,
      },
    },
    { input_tokens: 1532, cached_input_tokens: 1111, cache_write_5m_tokens: 418, output_tokens: 33 },
    { provider: 'anthropic' },
  ],
  [
    'old OpenLLMetry in Python',
    'opentelemetry.instrumentation.openai.v1',
    {
      ...{ 'llm.request.type': 'chat', 'gen_ai.request.model': 'gpt-4o-mini', 'llm.usage.total_tokens': 110 },
      ...{ 'llm.usage.prompt_tokens': 14, 'llm.usage.completion_tokens': 96, 'llm.usage.reasoning_tokens': 10 },
    },
    { input_tokens: 14, output_tokens: 96, reasoning_tokens: 10 },
    { provider: 'openai', operation: 'chat', totalMismatch: false },
  ],
  [
    'OpenInference with the provider’s answer, whose usage is preferred',
    '@arizeai/openinference-instrumentation-anthropic',
    {
      ...{ 'openinference.span.kind': 'LLM', 'llm.model_name': 'claude-sonnet-4-5-20250929', 'llm.token_count.prompt': 3 },
      'output.value': JSON.stringify({
        ...{ id: 'msg_01XFDUDYJgAACzvnptvVoYEL', type: 'message', model: 'claude-sonnet-4-5-20250929' },
        usage: {
          ...{ input_tokens: 3, cache_creation_input_tokens: 418, cache_read_input_tokens: 1111, output_tokens: 33 },
          ...{ cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 18 }, service_tier: 'standard' },
        },
      }),
    },
    { input_tokens: 1532, cached_input_tokens: 1111, cache_write_5m_tokens: 400, cache_write_1h_tokens: 18, output_tokens: 33 },
    { provider: 'anthropic', operation: 'chat' },
  ],
  [
    'OpenInference on Gemini, whose reasoning stands beside the answer',
    'openinference.instrumentation.google_genai',
    {
      ...{ 'openinference.span.kind': 'LLM', 'llm.provider': 'google', 'llm.model_name': 'gemini-2.5-flash' },
      'output.value': JSON.stringify({
        usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 20, thoughtsTokenCount: 30, totalTokenCount: 60 },
      }),
    },
    { input_tokens: 10, cached_input_tokens: 0, output_tokens: 50, reasoning_tokens: 30 },
    { provider: 'google' },
  ],
  [
    'Anthropic’s own SDK',
    'com.anthropic.sdk.typescript',
    {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'claude-sonnet-4-5', 'gen_ai.usage.input_tokens': 1532 },
      ...{
        'gen_ai.usage.cache_write.input_tokens': 418,
        'gen_ai.usage.cache_read.input_tokens': 1111,
        'gen_ai.usage.output_tokens': 33,
      },
      'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 18,
      'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 400,
      'anthropic.response.service_tier': 'priority',
    },
    { input_tokens: 1532, cached_input_tokens: 1111, cache_write_5m_tokens: 18, cache_write_1h_tokens: 400, output_tokens: 33 },
    { provider: 'anthropic', serviceTier: 'priority' },
  ],
  [
    'the Vercel AI SDK, numbers as text',
    'ai',
    {
      ...{ 'ai.operationId': 'ai.streamText.doStream', 'gen_ai.system': 'openai.chat', 'ai.model.id': 'gpt-4o-mini' },
      ...{ 'ai.usage.inputTokens': '4020', 'ai.usage.outputTokens': '240', 'ai.usage.cachedInputTokens': '3968' },
      ...{ 'ai.usage.reasoningTokens': '12', 'ai.response.model': 'gpt-4o-mini-2024-07-18' },
    },
    { input_tokens: 4020, cached_input_tokens: 3968, output_tokens: 240, reasoning_tokens: 12 },
    { provider: 'openai', model: 'gpt-4o-mini-2024-07-18', operation: 'chat' },
  ],
  [
    'the Vercel AI SDK, old, which says the operation in its name only',
    'ai',
    { 'operation.name': 'ai.embed.doEmbed index-documents', 'ai.model.id': 'text-embedding-3-small', 'ai.usage.tokens': 4 },
    { input_tokens: 4 },
    { provider: 'openai', operation: 'embeddings', missingTokens: false },
  ],
  [
    'pydantic-ai, with audio',
    'pydantic-ai',
    {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4o-audio-preview' },
      ...{ 'gen_ai.usage.input_tokens': 120, 'gen_ai.usage.output_tokens': 40, 'gen_ai.usage.cache_read.input_tokens': 30 },
      ...{ 'gen_ai.usage.details.input_audio_tokens': 5, 'gen_ai.usage.details.cache_audio_read_tokens': 2 },
      ...{ 'gen_ai.usage.details.output_audio_tokens': 7, 'gen_ai.usage.details.reasoning_tokens': 9 },
    },
    {
      ...{ input_tokens: 120, cached_input_tokens: 30, audio_input_tokens: 5, cached_audio_input_tokens: 2 },
      ...{ output_tokens: 40, audio_output_tokens: 7, reasoning_tokens: 9 },
    },
    { operation: 'chat' },
  ],
  [
    'OpenLIT, with its own cost and names for service and environment',
    'openlit.otel.tracing',
    {
      ...{ 'gen_ai.system': 'openai', 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-3.5-turbo' },
      ...{ 'gen_ai.usage.input_tokens': 14, 'gen_ai.usage.output_tokens': 96, 'gen_ai.usage.total_tokens': 110 },
      ...{ 'gen_ai.application_name': 'chatbot', 'gen_ai.environment': 'staging', 'gen_ai.request.max_tokens': -1 },
    },
    { input_tokens: 14, output_tokens: 96 },
    { service: 'chatbot', environment: 'staging', cacheUnknown: true },
  ],
  [
    'Google’s ADK',
    'gcp.vertex.agent',
    {
      ...{
        'gen_ai.operation.name': 'generate_content',
        'gen_ai.system': 'gcp.vertex.agent',
        'gen_ai.request.model': 'gemini-2.5-flash',
      },
      ...{ 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 50, 'gen_ai.usage.reasoning.output_tokens': 30 },
    },
    { input_tokens: 10, output_tokens: 50, reasoning_tokens: 30 },
    { operation: 'chat', provider: 'google' },
  ],
  [
    'LiteLLM, which spells the cache in two ways at once',
    'litellm',
    {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'anthropic', 'gen_ai.request.model': 'claude-sonnet-4-5' },
      ...{ 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.output_tokens': 40, 'gen_ai.usage.cache_read_input_tokens': 20 },
      ...{ 'gen_ai.usage.cache_read.input_tokens': 20, 'gen_ai.usage.cache_creation_input_tokens': 10 },
    },
    { input_tokens: 100, cached_input_tokens: 20, cache_write_5m_tokens: 10, output_tokens: 40 },
    { provider: 'anthropic' },
  ],
  [
    'usage without a model, which is kept without a price',
    'any',
    { 'gen_ai.usage.input_tokens': 7, 'gen_ai.usage.output_tokens': 1 },
    { input_tokens: 7, output_tokens: 1 },
    { provider: 'unknown', model: 'unknown', operation: 'chat' },
  ],
  [
    'a model without usage, which lacks tokens',
    'any',
    { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o-mini', 'gen_ai.provider.name': 'openai' },
    {},
    { missingTokens: true },
  ],
]

describe('what emitters say', () => {
  test.each(rows)('%s', (_emitter, scope, attributes, counts, names) => {
    const record = readOne(attributes, { scope, resource: {} })
    expect(countsOf(record)).toEqual(counts)
    expect(record.event.dimensions).toMatchObject(names)
  })
})

describe('how a call ended', () => {
  const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o-mini', 'gen_ai.provider.name': 'openai' }
  test.each<[string, Record<string, unknown>, SpanChanges, object]>([
    ['an unset status is no error', {}, { status: { code: 0 } }, { outcome: 'success', statusCode: null, errorType: null }],
    [
      'a status at the head of a message',
      {},
      { status: { code: 2, message: '429 Rate limit' } },
      { outcome: 'error', statusCode: 429 },
    ],
    [
      'a status as Python tells it',
      {},
      { status: { code: 2, message: "BadRequestError: Error code: 400 - {'error'…" } },
      { statusCode: 400 },
    ],
    [
      'an attribute goes before a message',
      { 'http.response.status_code': 529 },
      { status: { code: 2, message: '500' } },
      { statusCode: 529 },
    ],
    ['the name of an enum', {}, { status: { code: 'STATUS_CODE_ERROR' } }, { outcome: 'error', statusCode: null }],
    ['a type of error alone', { 'error.type': 'timeout' }, {}, { outcome: 'error', errorType: 'timeout' }],
    [
      'an exception',
      {},
      {
        status: { code: 2 },
        events: [{ name: 'exception', attributes: [{ key: 'exception.type', value: { stringValue: 'Overloaded' } }] }],
      },
      { outcome: 'error', errorType: 'Overloaded' },
    ],
  ])('%s', (_what, attributes, changes, expected) => {
    const { event } = readOne({ ...call, ...attributes }, changes)
    const { statusCode, errorType, dimensions } = event
    expect({ statusCode, errorType, outcome: dimensions.outcome }).toMatchObject(expected)
  })

  test.each<[string, SpanChanges, number | null]>([
    ['in milliseconds', {}, 1_250],
    ['unknown where the span never ended', { endTimeUnixNano: '0' }, null],
    ['unknown where it ended before it began', { endTimeUnixNano: '1779999999123456789' }, null],
  ])('latency is %s', (_what, changes, expected) => {
    expect(readTraces(makeRequest([makeSpan(changes)])).accepted[0]?.event.latencyMs).toBe(expected)
  })

  it('and when it began, to the millisecond, by whole numbers alone', () => {
    const [record] = readTraces(makeRequest([makeSpan({ startTimeUnixNano: '1780000000999999999' })])).accepted
    expect(record?.event.occurredAtMs).toBe(1_780_000_000_999)
  })
})

describe('whose call it is', () => {
  it('is what the span says, then its resource, in any spelling', () => {
    const attributes = {
      team_id: 'search',
      'traceloop.association.properties.feature': 'summaries',
      metadata: '{"cost_center": "cc-1"}',
    }
    const resource = {
      'team.id': 'support-ops',
      'service.name': 'agent',
      'deployment.environment': 'staging',
      'project.id': 'helpdesk',
    }
    const [record] = readTraces(makeRequest([makeSpan({ attributes })], { resource })).accepted
    expect(record?.event.dimensions).toMatchObject({
      ...{ tagTeam: 'search', tagBasis: 'tag', feature: 'summaries', costCenter: 'cc-1' },
      ...{ service: 'agent', environment: 'staging', project: 'helpdesk' },
    })
  })

  it('is missing where the SDK made a name up', () => {
    const [record] = readTraces(makeRequest([makeSpan()], { resource: { 'service.name': 'unknown_service:node' } })).accepted
    expect(record?.event.dimensions.service).toBeNull()
    expect(listFindings(record?.findings ?? 0)).toEqual([
      'missing_team',
      'missing_project',
      'missing_service',
      'missing_environment',
    ])
  })
})

describe('which call it is', () => {
  const keyOf = (changes: SpanChanges) => readTraces(makeRequest([makeSpan(changes)])).accepted[0]?.event.eventKey
  const strong = { attributes: { 'gen_ai.response.id': 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT' } }
  const weak = { attributes: { 'gen_ai.response.id': 'chatcmpl-417' } }

  it('tells a strong response id, whatever the span', () => {
    expect(keyOf(strong)).toBe(keyOf({ ...strong, spanId: 'b'.repeat(16) }))
  })

  it('tells the span, in upper or lower case, where the id is weak or none', () => {
    expect(keyOf(weak)).not.toBe(keyOf({ ...weak, spanId: 'b'.repeat(16) }))
    expect(keyOf({ spanId: 'ABCDEF0123456789' })).toBe(keyOf({ spanId: 'abcdef0123456789' }))
  })
})

it('hashes a prompt alike wherever an emitter keeps it', () => {
  const messages = [{ role: 'user', content: 'hello' }]
  const hashes = [
    { 'gen_ai.input.messages': JSON.stringify(messages) },
    { 'input.value': JSON.stringify({ model: 'gpt-4o-mini', messages }) },
    { 'ai.prompt.messages': JSON.stringify(messages, null, 2) },
  ].map((attributes) => readTraces(makeRequest([makeSpan({ attributes })])).accepted[0]?.event.promptHash)
  expect(hashes[0]).toMatch(/^[\w-]{43}\.[\w-]{43}$/)
  expect(new Set(hashes).size).toBe(1)
})
