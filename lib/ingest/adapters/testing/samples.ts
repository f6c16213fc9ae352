import {
  chatBody,
  chatRequest,
  gemini,
  generation,
  invocation,
  kongEntry,
  liteLlm,
  message,
  owners,
  prompt,
  sampleTime,
  spendLog,
  streamOf,
  wrap,
} from './sample-parts'

/** A record of each format, and of some of its variants, with `secret` in every place of a prompt, an answer or a tool's argument. */
export const samples: Readonly<Record<string, readonly ((secret: string) => unknown)[]>> = {
  litellm: [liteLlm],
  'litellm-spend-logs': [spendLog],
  openai: [
    chatBody,
    (secret) => wrap(chatBody(secret), secret),
    (secret) =>
      wrap(
        {
          object: 'list',
          data: [{ object: 'embedding', embedding: [0.25], text: secret }],
          model: 'text-embedding-3-small',
          usage: { prompt_tokens: 4, total_tokens: 4 },
        },
        secret,
        { input: secret },
      ),
    (secret) => wrap({ text: secret, usage: { type: 'duration', seconds: 61.5 } }, secret, { model: 'whisper-1' }),
    (secret) =>
      wrap({ error: { code: 'model_not_found', type: 'invalid_request_error', message: secret } }, secret, { status_code: 404 }),
    (secret) =>
      wrap(
        {
          id: 'resp_0Sample7fQm2Zx9Rt4Lw8Kp3bb',
          object: 'response',
          model: 'gpt-5.4',
          status: 'completed',
          instructions: secret,
          output: [
            { type: 'web_search_call', action: { query: secret } },
            { type: 'message', content: [{ type: 'output_text', text: secret }] },
          ],
          usage: {
            input_tokens: 81,
            input_tokens_details: { cached_tokens: 0 },
            output_tokens: 1_035,
            output_tokens_details: { reasoning_tokens: 832 },
            total_tokens: 1_116,
          },
        },
        secret,
      ),
  ],
  'azure-openai': [
    (secret) =>
      wrap(chatBody(secret), secret, {
        response_headers: { 'X-Ms-Deployment-Name': ['chat-eu'], 'X-Ms-Region': ['Sweden Central'] },
      }),
    (secret) => ({
      time: sampleTime,
      correlationId: 'apim-1',
      durationMs: 900,
      responseCode: 200,
      properties: JSON.stringify({ backendResponseBody: JSON.stringify(chatBody(secret)) }),
    }),
  ],
  anthropic: [
    (secret) => wrap(message(secret), secret, { request: { system: secret, messages: prompt(secret) } }),
    (secret) => ({ timestamp: sampleTime, ...owners, stream: streamOf(secret) }),
  ],
  google: [
    (secret) =>
      wrap(gemini(secret), secret, { request: { contents: [{ parts: [{ text: secret }] }], systemInstruction: secret } }),
  ],
  bedrock: [
    invocation,
    (secret) =>
      wrap(
        {
          output: { message: { content: [{ text: secret }] } },
          usage: {
            inputTokens: 22,
            cacheReadInputTokens: 2_492,
            cacheReadInputTokenCount: 2_492,
            outputTokens: 13,
            totalTokens: 2_527,
          },
          metrics: { latencyMs: 400 },
        },
        secret,
        { modelId: 'amazon.nova-lite-v1:0' },
      ),
    (secret) => ({ message: JSON.stringify(invocation(secret)) }),
  ],
  openrouter: [
    generation,
    (secret) =>
      wrap(
        {
          ...chatBody(secret),
          id: 'gen-Sample7fQm2Zx9Rt4Lw8Kp3cc',
          model: 'openai/gpt-4o-mini',
          provider: 'Azure',
          usage: { ...chatBody(secret).usage, cost: 0.000474, is_byok: false },
        },
        secret,
      ),
  ],
  mistral: [(secret) => wrap({ ...chatBody(secret), model: 'mistral-large-latest' }, secret)],
  groq: [
    (secret) =>
      wrap(
        {
          ...chatBody(secret),
          model: 'llama-3.3-70b-versatile',
          usage: { prompt_tokens: 779, completion_tokens: 65, total_tokens: 844, total_time: 0.167 },
        },
        secret,
      ),
  ],
  deepseek: [
    (secret) =>
      wrap(
        {
          ...chatBody(secret),
          model: 'deepseek-chat',
          usage: {
            prompt_tokens: 563,
            completion_tokens: 116,
            total_tokens: 679,
            prompt_cache_hit_tokens: 512,
            prompt_cache_miss_tokens: 51,
          },
        },
        secret,
      ),
  ],
  xai: [
    (secret) =>
      wrap(
        {
          ...chatBody(secret),
          model: 'grok-4',
          usage: {
            prompt_tokens: 50,
            completion_tokens: 20,
            total_tokens: 170,
            completion_tokens_details: { reasoning_tokens: 100 },
          },
        },
        secret,
      ),
  ],
  cohere: [
    (secret) =>
      wrap(
        {
          id: 'c0h3r3',
          message: { content: [{ text: secret }] },
          usage: { billed_units: { input_tokens: 4, output_tokens: 9 }, tokens: { input_tokens: 70, output_tokens: 9 } },
        },
        secret,
        { model: 'command-r-plus-08-2024' },
      ),
  ],
  kong: [kongEntry],
  envoy: [
    (secret) => ({
      start_time: sampleTime,
      duration: 1_526,
      response_code: 200,
      response_flags: '-',
      'x-request-id': '83b63da3-45a9-4196-98b8-1a7f697d6d8d',
      'x-team': 'support-ops',
      'x-envoy-origin-path': '/v1/chat/completions',
      'gen_ai.provider.name': 'default/tars/route/aigw',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.response.model': null,
      'gen_ai.usage.input_tokens': 15,
      'gen_ai.usage.output_tokens': 7,
      'gen_ai.usage.total_tokens': 22,
      'gen_ai.prompt': secret,
    }),
  ],
  portkey: [
    (secret) => ({
      id: 'pk-1',
      trace_id: 'trace-1',
      created_at: sampleTime,
      request: JSON.stringify(chatRequest(secret)),
      response: JSON.stringify(chatBody(secret)),
      is_success: true,
      ai_org: 'openai',
      ai_model: 'gpt-4o-mini',
      req_units: 1_820,
      res_units: 410,
      total_units: 2_230,
      cost: 0.05,
      response_time: 812,
      response_status_code: 200,
      metadata: { team: 'support-ops', note: secret, _user: 'somebody' },
    }),
  ],
  helicone: [
    (secret) => ({
      request_id: 'he-1',
      request_body: JSON.stringify(chatRequest(secret)),
      response_body: JSON.stringify(chatBody(secret)),
      request_headers: { 'Helicone-Property-Team': 'support-ops' },
      metadata: {
        cost: 0.000474,
        promptTokens: 1_820,
        completionTokens: 410,
        totalTokens: 2_230,
        latencyMs: 812,
        provider: 'OPENAI',
      },
    }),
  ],
  langfuse: [
    (secret) => ({
      id: 'obs-1',
      traceId: 'trace-1',
      type: 'GENERATION',
      startTime: sampleTime,
      endTime: '2026-06-15T09:30:01Z',
      model: 'gpt-4o-mini',
      input: prompt(secret),
      output: secret,
      environment: 'production',
      metadata: { team: 'support-ops', note: secret },
      usageDetails: { input: 1_220, input_cached_tokens: 600, output: 310, output_reasoning_tokens: 100, total: 2_230 },
      costDetails: { total: 0.000474 },
    }),
  ],
}
