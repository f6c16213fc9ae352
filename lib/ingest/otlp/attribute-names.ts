/*
 * How emitters name what they say, as data: of each list the first that is there counts, they are alternatives and never addends.
 * The GenAI convention is still in development and emitters keep its old names, so that these lists are needed for years.
 */

/** Token counts, by the field of a canonical event. */
export const countNames = {
  input_tokens: [
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
    'llm.token_count.prompt',
    'llm.usage.prompt_tokens',
    'ai.usage.inputTokens',
    'ai.usage.promptTokens',
    'ai.usage.tokens',
  ],
  output_tokens: [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'llm.token_count.completion',
    'llm.usage.completion_tokens',
    'ai.usage.outputTokens',
    'ai.usage.completionTokens',
  ],
  cached_input_tokens: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'llm.token_count.prompt_details.cache_read',
    'ai.usage.cachedInputTokens',
    'ai.usage.inputTokenDetails.cacheReadTokens',
    'gen_ai.usage.details.cache_read_tokens',
  ],
  cache_write_tokens: [
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.cache_write_input_tokens',
    'llm.token_count.prompt_details.cache_write',
    'ai.usage.inputTokenDetails.cacheWriteTokens',
    'gen_ai.usage.details.cache_write_tokens',
  ],
  cache_write_5m_tokens: ['anthropic.usage.cache_creation.ephemeral_5m_input_tokens'],
  cache_write_1h_tokens: ['anthropic.usage.cache_creation.ephemeral_1h_input_tokens'],
  reasoning_tokens: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.reasoning_tokens',
    'llm.token_count.completion_details.reasoning',
    'llm.usage.reasoning_tokens',
    'ai.usage.reasoningTokens',
    'ai.usage.outputTokenDetails.reasoningTokens',
    'gen_ai.usage.details.reasoning_tokens',
  ],
  audio_input_tokens: [
    'gen_ai.usage.audio.input_tokens',
    'gen_ai.usage.details.input_audio_tokens',
    'llm.token_count.prompt_details.audio',
  ],
  cached_audio_input_tokens: ['gen_ai.usage.details.cache_audio_read_tokens'],
  audio_output_tokens: [
    'gen_ai.usage.audio.output_tokens',
    'gen_ai.usage.details.output_audio_tokens',
    'llm.token_count.completion_details.audio',
  ],
  total_tokens: ['gen_ai.usage.total_tokens', 'llm.token_count.total', 'llm.usage.total_tokens', 'ai.usage.totalTokens'],
} as const

/** Who sells, which model, which call. */
export const textNames = {
  provider: ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'llm.system', 'ai.model.provider', 'embedding.provider'],
  requestedModel: ['gen_ai.request.model', 'llm.request.model_name', 'llm.request.model', 'ai.model.id'],
  model: [
    'gen_ai.response.model',
    'llm.response.model_name',
    'llm.model_name',
    'llm.response.model',
    'ai.response.model',
    'embedding.model_name',
  ],
  responseId: ['gen_ai.response.id', 'ai.response.id', 'llm.response.id'],
  conversation: ['gen_ai.conversation.id', 'session.id', 'langfuse.session.id', 'ai.telemetry.metadata.sessionId'],
  serviceTier: [
    'openai.response.service_tier',
    'gen_ai.openai.response.service_tier',
    'anthropic.response.service_tier',
    'gen_ai.response.service_tier',
    // What was asked for, where nobody says what served.
    'openai.request.service_tier',
    'gen_ai.openai.request.service_tier',
    'gen_ai.request.service_tier',
  ],
  errorType: ['error.type'],
  server: ['server.address', 'gen_ai.openai.api_base', 'url.full', 'llm.openai.api_base'],
} as const

/** An emitter's own estimate of what the call cost, in dollars. */
export const costNames = ['gen_ai.usage.cost', 'llm.cost.total'] as const

/** HTTP statuses of the call. */
export const statusNames = ['http.response.status_code', 'http.status_code'] as const

/** What was asked, of which a hash is kept and nothing else. */
export const promptNames = [
  'gen_ai.input.messages',
  'ai.prompt.messages',
  'ai.prompt',
  'gen_ai.prompt',
  'llm.prompts',
  'gen_ai.prompt.0.content',
  'llm.input_messages.0.message.content',
  'ai.value',
  'traceloop.entity.input',
] as const

/** The provider's request and answer as JSON, where an emitter keeps them. */
export const bodyNames = { request: 'input.value', answer: 'output.value', vercel: 'ai.response.providerMetadata' } as const

/** Attributes of an emitter's own that name what the convention has other names for. */
export const serviceNames = ['gen_ai.application_name'] as const
export const environmentNames = ['gen_ai.environment'] as const

/** Whose JSON holds owner attributes. */
export const metadataNames = ['metadata', 'langfuse.trace.metadata', 'langfuse.observation.metadata', 'llm.metadata'] as const
