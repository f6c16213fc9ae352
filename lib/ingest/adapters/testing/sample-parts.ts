/** When the calls of these samples began. */
export const sampleTime = '2026-06-15T09:30:00Z'

export const prompt = (secret: string) => [
  { role: 'system', content: `You know ${secret}` },
  {
    role: 'user',
    content: [
      { type: 'text', text: secret },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${secret}` } },
    ],
  },
  {
    role: 'assistant',
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: `{"q":"${secret}"}` } }],
  },
  { role: 'tool', tool_call_id: 'call_1', content: secret },
]

export const chatBody = (secret: string) => ({
  id: 'chatcmpl-Sample7fQm2Zx9Rt4Lw8Kp3',
  object: 'chat.completion',
  created: Date.parse(sampleTime) / 1_000,
  model: 'gpt-4o-mini-2024-07-18',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: secret,
        refusal: secret,
        tool_calls: [{ function: { name: 'look', arguments: secret } }],
      },
      logprobs: { content: [{ token: secret }] },
      finish_reason: 'stop',
    },
  ],
  usage: {
    prompt_tokens: 1_820,
    completion_tokens: 410,
    total_tokens: 2_230,
    prompt_tokens_details: { cached_tokens: 600, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 100, audio_tokens: 0 },
  },
})

export const owners = {
  team_id: 'support-ops',
  service: 'triage',
  project_id: 'helpdesk',
  feature: 'summarise',
  environment: 'production',
}
export const chatRequest = (secret: string) => ({
  model: 'gpt-4o-mini',
  messages: prompt(secret),
  tools: [{ function: { description: secret } }],
})
export const wrap = (response: unknown, secret: string, more: object = {}) => ({
  timestamp: sampleTime,
  latency_ms: 812,
  ...owners,
  request: chatRequest(secret),
  response,
  ...more,
})

export const liteLlm = (secret: string) => ({
  id: 'chatcmpl-Lite7fQm2Zx9Rt4Lw8Kp3aa',
  trace_id: 'trace-1',
  call_type: 'acompletion',
  cache_hit: false,
  stream: true,
  status: 'success',
  custom_llm_provider: 'openai',
  startTime: Date.parse(sampleTime) / 1_000,
  endTime: Date.parse(sampleTime) / 1_000 + 1.25,
  model: 'gpt-4o-mini',
  model_group: 'fast-chat',
  response_cost: 0.000474,
  prompt_tokens: 1_820,
  completion_tokens: 410,
  total_tokens: 2_230,
  request_tags: ['feature:summarise', 'User-Agent: OpenAI/Python'],
  end_user: '',
  messages: prompt(secret),
  response: { ...chatBody(secret), model: 'gpt-4o-mini' },
  model_parameters: { tools: [{ function: { description: secret } }], stop: secret },
  error_str: null,
  metadata: {
    user_api_key_hash: '88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b',
    user_api_key_team_id: '5e8d1460-846c-45d7-9b43-55f3cc52ac32',
    user_api_key_team_alias: 'support-ops',
    user_api_key_user_email: 'somebody@example.com',
    user_api_key_auth_metadata: { cost_center: 'CC-4180' },
    requester_metadata: { team: 'somebody-else', environment: 'production', note: secret },
    spend_logs_metadata: { service: 'triage', question: secret },
    usage_object: {
      prompt_tokens: 1_820,
      completion_tokens: 410,
      total_tokens: 2_230,
      prompt_tokens_details: { cached_tokens: 600 },
      completion_tokens_details: { reasoning_tokens: 100 },
    },
  },
})

export const spendLog = (secret: string) => {
  const { id, response_cost: spend, messages, metadata, ...rest } = liteLlm(secret)
  return {
    ...rest,
    request_id: id,
    api_key: '88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b',
    spend,
    startTime: '2026-06-15 09:30:00.000000',
    endTime: '2026-06-15 09:30:01.250000',
    cache_hit: 'None',
    metadata: JSON.stringify(metadata),
    request_tags: '["feature:summarise"]',
    messages: JSON.stringify(messages),
    response: '{}',
    proxy_server_request: JSON.stringify({ messages }),
  }
}

export const message = (secret: string) => ({
  id: 'msg_01Sample7fQm2Zx9Rt4Lw8Kp',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5-20250929',
  content: [
    { type: 'thinking', thinking: secret, signature: secret },
    { type: 'text', text: secret, citations: [{ cited_text: secret }] },
    { type: 'tool_use', id: 'toolu_1', name: 'look', input: { q: secret } },
  ],
  usage: {
    input_tokens: 3,
    cache_read_input_tokens: 9_511,
    cache_creation_input_tokens: 1_956,
    cache_creation: { ephemeral_5m_input_tokens: 1_500, ephemeral_1h_input_tokens: 456 },
    output_tokens: 44,
    server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 },
    service_tier: 'standard',
    inference_geo: 'global',
    iterations: [
      { type: 'message', input_tokens: 3, output_tokens: 44 },
      { type: 'advisor_message', model: 'claude-opus-4-5', input_tokens: 700, output_tokens: 90 },
    ],
  },
})

export const invocation = (secret: string) => ({
  schemaType: 'ModelInvocationLog',
  schemaVersion: '1.0',
  timestamp: sampleTime,
  accountId: '123456789012',
  region: 'eu-central-1',
  requestId: 'a1b2c3d4-e5f6-4890-abcd-ef1234567890',
  operation: 'Converse',
  modelId: 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0',
  identity: { arn: 'arn:aws:sts::123456789012:assumed-role/triage/somebody@example.com' },
  requestMetadata: { team: 'support-ops', costCentre: 'CC-4180', question: secret },
  input: {
    inputContentType: 'application/json',
    inputBodyJson: { messages: prompt(secret), inputTokenCount: 999_999, identity: { arn: secret } },
    inputTokenCount: 12,
    cacheReadInputTokenCount: 1_000,
    cacheWriteInputTokenCount: 200,
  },
  output: {
    outputBodyJson: {
      output: { message: { content: [{ text: secret }] } },
      metrics: { latencyMs: 640 },
      usage: { inputTokens: 7 },
    },
    outputTokenCount: 30,
  },
})

export const gemini = (secret: string) => ({
  responseId: 'Zm9vYmFyMTIzNDU2Nzg5MA',
  modelVersion: 'gemini-2.5-pro',
  candidates: [
    {
      content: { role: 'model', parts: [{ text: secret }, { functionCall: { args: { q: secret } } }] },
      finishReason: 'STOP',
      groundingMetadata: { webSearchQueries: [secret, `${secret} again`] },
    },
  ],
  usageMetadata: {
    promptTokenCount: 1_000,
    cachedContentTokenCount: 300,
    toolUsePromptTokenCount: 119,
    candidatesTokenCount: 201,
    thoughtsTokenCount: 213,
    totalTokenCount: 1_533,
    trafficType: 'ON_DEMAND',
  },
})

export const streamOf = (secret: string) =>
  [
    { type: 'message_start', message: { ...message(secret), usage: { ...message(secret).usage, output_tokens: 5 } } },
    { type: 'content_block_delta', delta: { type: 'text_delta', text: secret } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 44 } },
  ]
    .map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
    .join('')

export const kongEntry = (secret: string) => ({
  started_at: Date.parse(sampleTime),
  request: {
    id: 'kong-1',
    headers: { 'x-team': 'support-ops', authorization: secret, 'x-environment': 'production' },
    body: secret,
  },
  response: { status: 200, body: secret },
  route: { name: 'chat' },
  consumer: { username: 'support' },
  ai: {
    payload: { request: secret },
    proxy: {
      payload: { response: secret },
      usage: { prompt_tokens: 14, completion_tokens: 21, total_tokens: 35, prompt_tokens_details: { cached_tokens: 0 }, cost: 0 },
      meta: { request_model: 'gpt-4o-mini', response_model: 'gpt-4o-mini', provider_name: 'openai', llm_latency: 670 },
      cache: { cache_status: 'Miss' },
      'rag-inject': { embeddings_tokens: 62, embeddings_provider: 'openai', embeddings_model: 'text-embedding-3-small' },
    },
    sanitizer: { sanitized_items: [{ original: secret }] },
  },
})

export const generation = (secret: string) => ({
  data: {
    id: 'gen-3bhGkxlo4XFrqiabUM7NDtwDzWwG',
    model: 'openai/gpt-4o-mini',
    provider_name: 'Azure',
    created_at: '2026-06-15T09:30:00.433273+00:00',
    total_cost: 0.0015,
    latency: 1_250,
    cancelled: false,
    tokens_prompt: 12,
    tokens_completion: 30,
    native_tokens_prompt: 10,
    native_tokens_completion: 25,
    native_tokens_reasoning: 5,
    native_tokens_cached: 3,
    external_user: 'team:support-ops|feature:summarise',
    prompt: secret,
  },
})
