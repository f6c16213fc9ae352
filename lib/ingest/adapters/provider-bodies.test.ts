import { describe, expect, it } from 'vitest'
import { listFindings } from '../findings'
import { countsOf, readAs, readOne } from './testing/read-as'
import { samples } from './testing/samples'

const at = '2026-06-15T09:30:00Z'
const sample = (format: string, place = 0) => samples[format]?.[place]?.('a question')
const wrap = (response: unknown, more: object = {}) => ({ timestamp: at, response, ...more })

describe('OpenAI', () => {
  it('takes owners around an answer, the tier and model that served, and the id as one that a gateway shares', () => {
    const { event } = readOne('openai', sample('openai', 1))
    expect(event.dimensions).toMatchObject({
      ...{ tagTeam: 'support-ops', project: 'helpdesk', service: 'triage', feature: 'summarise', environment: 'production' },
      ...{ model: 'gpt-4o-mini-2024-07-18', requestedModel: 'gpt-4o-mini', operation: 'chat', serviceTier: 'standard' },
    })
    expect(event).toMatchObject({ latencyMs: 812, responseId: 'chatcmpl-Sample7fQm2Zx9Rt4Lw8Kp3' })
    expect(event.eventKey).toBe(readOne('openai', sample('openai', 0)).event.eventKey)
  })

  it.each([
    ['embeddings have no output', 2, { input_tokens: 4 }, 'embeddings'],
    ['a transcription by time has no tokens', 3, {}, 'transcription'],
    [
      'a search is counted beside its tokens',
      5,
      { input_tokens: 81, cached_input_tokens: 0, output_tokens: 1_035, reasoning_tokens: 832, web_search_requests: 1 },
      'chat',
    ],
  ])('%s', (_what, place, counts, operation) => {
    const read = readOne('openai', sample('openai', place))
    const { audio_seconds: seconds, ...rest } = countsOf(read)
    expect(rest).toEqual(counts)
    expect(seconds).toBe(operation === 'transcription' ? 61.5e18 : undefined)
    expect(read.event.dimensions).toMatchObject({ operation, missingTokens: false })
  })

  it('reads an error as a refusal, which costs nothing', () => {
    const { event } = readOne('openai', sample('openai', 4))
    expect(event).toMatchObject({ statusCode: 404, errorType: 'model_not_found' })
    expect(event.dimensions).toMatchObject({ outcome: 'error', model: 'gpt-4o-mini', missingTokens: false })
  })

  it('refuses a cache larger than the prompt, and flags tokens that only the total has', () => {
    const usage = { prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 }
    const [record] = readAs(
      'openai',
      wrap({ model: 'gpt-4o', usage: { ...usage, prompt_tokens_details: { cached_tokens: 36 } } }),
    ).refused
    expect(record?.errors[0]?.message).toContain('invalid_usage')
    expect(listFindings(readOne('openai', wrap({ model: 'gemini-2.5-flash', usage })).findings)).toContain('total_mismatch')
  })

  it('takes a service tier that changes the price, and a batch', () => {
    const body = { id: 'x', model: 'gpt-4o', service_tier: 'flex', usage: { prompt_tokens: 1, completion_tokens: 1 } }
    expect(readOne('openai', wrap(body)).event.dimensions.serviceTier).toBe('flex')
    const line = { id: 'batch_req_1', timestamp: at, response: { status_code: 200, body: { ...body, service_tier: 'default' } } }
    expect(readOne('openai', line).event.dimensions.serviceTier).toBe('batch')
  })

  it('counts image output as such', () => {
    const body = {
      created: Date.parse(at) / 1_000,
      data: [{ b64_json: 'x' }],
      usage: {
        input_tokens: 50,
        output_tokens: 4_160,
        total_tokens: 4_210,
        input_tokens_details: { text_tokens: 10, image_tokens: 40 },
      },
    }
    expect(countsOf(readOne('openai', { ...wrap(body), model: 'gpt-image-1' }))).toEqual({
      input_tokens: 50,
      image_input_tokens: 40,
      output_tokens: 4_160,
      image_output_tokens: 4_160,
    })
  })

  it('reads the user as a text of pairs, and keeps no person', () => {
    const { event } = readOne(
      'openai',
      wrap(
        { model: 'gpt-4o', usage: { prompt_tokens: 1, completion_tokens: 1 } },
        { request: { user: 'team:growth|feature:onboarding' } },
      ),
    )
    expect(event.dimensions).toMatchObject({ tagTeam: 'growth', feature: 'onboarding', tagBasis: 'user' })
    const named = wrap({ model: 'gpt-4o', usage: { prompt_tokens: 1, completion_tokens: 1 } }, { request: { user: 'jo' } })
    expect(readOne('openai', named).event.userId).toBeNull()
    expect(readOne('openai', named, { keepsUserId: true }).event.userId).toBe('jo')
  })
})

describe('Azure OpenAI', () => {
  it('takes deployment and region from the headers', () => {
    expect(readOne('azure-openai', sample('azure-openai')).event.dimensions).toMatchObject({
      provider: 'azure',
      route: 'chat-eu',
      region: 'swedencentral',
    })
  })

  it('opens the answer within a log of API Management', () => {
    const read = readOne('azure-openai', sample('azure-openai', 1))
    expect(countsOf(read)).toMatchObject({ input_tokens: 1_820, output_tokens: 410 })
    expect(read.event).toMatchObject({ requestId: 'apim-1', latencyMs: 900, statusCode: 200 })
  })

  it('books the calls of a diagnostic log with unknown tokens', () => {
    const line = {
      category: 'RequestResponse',
      time: at,
      operationName: 'ChatCompletions_Create',
      resultSignature: '429',
      durationMs: -5,
      correlationId: 'c-1',
      properties: '{"modelName":"gpt-4o","modelDeploymentName":"chat-eu"}',
    }
    const { event } = readOne('azure-openai', line)
    expect(event).toMatchObject({ statusCode: 429, latencyMs: null, requestId: `c-1:${at}:ChatCompletions_Create` })
    expect(event.dimensions).toMatchObject({ model: 'gpt-4o', route: 'chat-eu', operation: 'chat', outcome: 'error' })
  })
})

describe('Anthropic', () => {
  it('adds the cache to the input, keeps both lifetimes apart, and prices an advisor as a part of its own', () => {
    const { accepted } = readAs('anthropic', sample('anthropic'))
    expect(accepted.map(({ event }) => event.dimensions.model)).toEqual(['claude-sonnet-4-5-20250929', 'claude-opus-4-5'])
    expect(accepted.map(countsOf)).toEqual([
      {
        input_tokens: 11_470,
        cached_input_tokens: 9_511,
        cache_write_5m_tokens: 1_500,
        cache_write_1h_tokens: 456,
        output_tokens: 44,
        web_search_requests: 2,
      },
      { input_tokens: 700, cached_input_tokens: 0, output_tokens: 90 },
    ])
    expect(new Set(accepted.map(({ event }) => event.eventKey)).size).toBe(2)
    expect(accepted.map(({ event }) => event.eventKey)).toEqual(
      readAs('anthropic', sample('anthropic')).accepted.map(({ event }) => event.eventKey),
    )
  })

  it('takes the last counts of a stream, not their sum', () => {
    const [first] = readAs('anthropic', sample('anthropic', 1)).accepted
    expect(first && countsOf(first)).toMatchObject({ input_tokens: 11_470, output_tokens: 44 })
  })

  it('takes a write without a lifetime for one of five minutes', () => {
    const usage = { input_tokens: 3, cache_creation_input_tokens: 100, output_tokens: 5 }
    expect(countsOf(readOne('anthropic', wrap({ model: 'claude-3-haiku', usage })))).toEqual({
      input_tokens: 103,
      cached_input_tokens: 0,
      cache_write_5m_tokens: 100,
      output_tokens: 5,
    })
  })

  it('says that the time is missing rather than taking its own', () => {
    const [record] = readAs('anthropic', {
      id: 'msg_1',
      type: 'message',
      model: 'claude-3-haiku',
      usage: { input_tokens: 1, output_tokens: 1 },
    }).refused
    expect(record?.errors.map(({ path }) => path)).toEqual(['timestamp'])
  })

  it('reads the results of a batch', () => {
    const line = {
      timestamp: at,
      custom_id: 'a',
      result: {
        type: 'succeeded',
        message: { id: 'msg_1', model: 'claude-3-haiku', usage: { input_tokens: 1, output_tokens: 1 } },
      },
    }
    expect(readOne('anthropic', line).event.dimensions.serviceTier).toBe('batch')
  })
})

describe('Gemini and Vertex', () => {
  it('adds thoughts to the output and the tools’ prompt to the input, and counts searches', () => {
    const read = readOne('google', sample('google'))
    expect(countsOf(read)).toEqual({
      input_tokens: 1_119,
      cached_input_tokens: 300,
      output_tokens: 414,
      reasoning_tokens: 213,
      web_search_requests: 2,
    })
    expect(read.event.dimensions).toMatchObject({ provider: 'google', serviceTier: 'standard', totalMismatch: false })
  })

  it('takes the last of a stream’s chunks', () => {
    const chunk = (candidatesTokenCount: number) => ({
      modelVersion: 'gemini-2.5-flash',
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount },
    })
    expect(countsOf(readOne('google', { timestamp: at, response: [chunk(1), chunk(9)] }))).toMatchObject({ output_tokens: 9 })
  })

  it('knows an absent count for 0 where the total agrees, and a blocked prompt', () => {
    const blocked = {
      modelVersion: 'gemini-2.5-flash',
      promptFeedback: { blockReason: 'SAFETY' },
      usageMetadata: { promptTokenCount: 5, totalTokenCount: 5 },
    }
    const read = readOne('google', wrap(blocked))
    expect(countsOf(read)).toMatchObject({ input_tokens: 5, output_tokens: 0 })
    expect(read.event).toMatchObject({ errorType: 'content_filter' })
  })
})

describe('Bedrock', () => {
  it('believes the envelope alone, and leaves out the session, which may be a person', () => {
    const read = readOne('bedrock', sample('bedrock'))
    expect(countsOf(read)).toEqual({
      input_tokens: 1_212,
      cached_input_tokens: 1_000,
      cache_write_5m_tokens: 200,
      output_tokens: 30,
    })
    expect(read.event.dimensions).toMatchObject({
      ...{
        provider: 'aws',
        model: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
        service: 'triage',
        tagTeam: 'support-ops',
        costCenter: 'CC-4180',
      },
      ...{ billingAccount: '123456789012', region: 'eu-central-1', apiKey: 'arn:aws:sts::123456789012:assumed-role/triage' },
      requestedModel: 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    })
    expect(read.event.latencyMs).toBe(640)
    expect(read.event.archiveLine).not.toContain('somebody')
  })

  it('does not add the aliases of Converse, and reads the text of a CloudWatch message', () => {
    expect(countsOf(readOne('bedrock', sample('bedrock', 1)))).toEqual({
      input_tokens: 2_514,
      cached_input_tokens: 2_492,
      output_tokens: 13,
    })
    expect(readOne('bedrock', sample('bedrock', 2)).event.eventKey).toBe(readOne('bedrock', sample('bedrock')).event.eventKey)
  })

  it('reads a failed call, and passes over other records', () => {
    const failed = {
      schemaType: 'ModelInvocationLog',
      timestamp: at,
      requestId: 'r-1',
      modelId: 'amazon.nova-lite-v1:0',
      errorCode: 'ThrottlingException',
      input: {},
    }
    expect(readOne('bedrock', failed).event).toMatchObject({ statusCode: 429, errorType: 'ThrottlingException' })
    expect(readAs('bedrock', { schemaType: 'SomethingElse' }).ignored).toHaveLength(1)
  })
})

describe('OpenRouter and others', () => {
  it('takes the native counts of a generation record, and its user as text of pairs', () => {
    const read = readOne('openrouter', sample('openrouter'))
    expect(countsOf(read)).toEqual({ input_tokens: 10, cached_input_tokens: 3, output_tokens: 25, reasoning_tokens: 5 })
    expect(read.event.dimensions).toMatchObject({
      tagTeam: 'support-ops',
      tagBasis: 'user',
      route: 'Azure',
      model: 'openai/gpt-4o-mini',
    })
    expect(read.event.reportedCost).toBe(1_500_000_000_000_000n)
  })

  it('keeps what OpenRouter charged for a call with one’s own key, which is no price of it', () => {
    const body = {
      model: 'openai/gpt-4o-mini',
      usage: { prompt_tokens: 326, completion_tokens: 91, total_tokens: 417, cost: 0, is_byok: true },
    }
    expect(readOne('openrouter', wrap(body)).event.reportedCost).toBe(0n)
  })

  it.each([
    ['mistral', { input_tokens: 1_820, cached_input_tokens: 600, output_tokens: 410, reasoning_tokens: 100 }, 'mistral'],
    ['groq', { input_tokens: 779, output_tokens: 65 }, 'groq'],
    ['deepseek', { input_tokens: 563, cached_input_tokens: 512, output_tokens: 116 }, 'deepseek'],
    ['xai', { input_tokens: 50, output_tokens: 120, reasoning_tokens: 100 }, 'x-ai'],
    ['cohere', { input_tokens: 4, output_tokens: 9 }, 'cohere'],
  ])('reads %s', (format, counts, provider) => {
    const read = readOne(format, sample(format))
    expect(countsOf(read)).toEqual(counts)
    expect(read.event.dimensions.provider).toBe(provider)
  })
})

describe('gateways', () => {
  it('Kong: a call and the embeddings that a plugin made for it; 0 is no price', () => {
    const { accepted } = readAs('kong', sample('kong'))
    expect(accepted.map(({ event }) => event.dimensions.operation)).toEqual(['chat', 'embeddings'])
    expect(accepted.map(countsOf)).toEqual([
      { input_tokens: 14, cached_input_tokens: 0, output_tokens: 21 },
      { input_tokens: 62 },
    ])
    expect(accepted[0]?.event).toMatchObject({ reportedCost: null, latencyMs: 670, statusCode: 200 })
    expect(accepted[0]?.event.dimensions).toMatchObject({
      tagTeam: 'support-ops',
      environment: 'production',
      apiKey: 'support',
      route: 'chat',
    })
  })

  it('Envoy: its provider is a route, so the model tells who sells it', () => {
    const { event, findings } = readOne('envoy', sample('envoy'))
    expect(event.dimensions).toMatchObject({ provider: 'openai', model: 'gpt-4o-mini', tagTeam: 'support-ops' })
    expect(listFindings(findings)).toEqual(expect.arrayContaining(['cache_unknown', 'tier_assumed']))
    expect(readAs('envoy', { start_time: at, 'gen_ai.request.model': null }).ignored).toHaveLength(1)
  })

  it('Portkey: the units are tokens, and a cost of unknown unit is no claim', () => {
    const { event } = readOne('portkey', sample('portkey'))
    expect(event).toMatchObject({ reportedCost: null, latencyMs: 812 })
    const bare = {
      id: 'pk-2',
      created_at: at,
      ai_org: 'openai',
      ai_model: 'gpt-4o-mini',
      req_units: 12,
      res_units: 3,
      total_units: 15,
      is_success: true,
    }
    expect(countsOf(readOne('portkey', bare))).toEqual({ input_tokens: 12, output_tokens: 3 })
  })

  it('Helicone: the answer’s own counts, and owners from its headers', () => {
    const read = readOne('helicone', sample('helicone'))
    expect(countsOf(read)).toMatchObject({ input_tokens: 1_820, cached_input_tokens: 600, output_tokens: 410 })
    expect(read.event.dimensions).toMatchObject({ tagTeam: 'support-ops', provider: 'openai' })
  })

  it('Langfuse: buckets that do not overlap are added', () => {
    const read = readOne('langfuse', sample('langfuse'))
    expect(countsOf(read)).toEqual({ input_tokens: 1_820, cached_input_tokens: 600, output_tokens: 410, reasoning_tokens: 100 })
    expect(read.event.dimensions.totalMismatch).toBe(false)
    expect(readAs('langfuse', { type: 'SPAN', startTime: at }).ignored).toHaveLength(1)
  })
})
