/** How one emitter differs from the convention. */
export interface Emitter {
  /** The names of its instrumentation scopes. */
  readonly scope: RegExp
  /** Its input leaves out what came from the cache or went into it. */
  readonly isInputExclusive?: boolean
  /** It never says how much came from the cache, so that a cached prompt looks dearer than it was. */
  readonly isCacheBlind?: boolean
  /** Who is billed, where it names nobody. */
  readonly provider?: string
}

/** Emitters that were observed, by what their spans say. Those that follow the convention are not listed. */
const emitters: readonly Emitter[] = [
  { scope: /^@opentelemetry\/instrumentation-openai$/, isCacheBlind: true, provider: 'openai' },
  { scope: /^opentelemetry\.instrumentation\.openai_v2$/, isCacheBlind: true, provider: 'openai' },
  { scope: /^@traceloop\/instrumentation-openai$/, isCacheBlind: true, provider: 'openai' },
  { scope: /^@traceloop\/instrumentation-anthropic$/, isInputExclusive: true, provider: 'anthropic' },
  { scope: /^openlit/, isCacheBlind: true },
  { scope: /^opentelemetry\.instrumentation\.openai(\.v1)?$/, provider: 'openai' },
  { scope: /^opentelemetry\.instrumentation\.anthropic/, provider: 'anthropic' },
  { scope: /^com\.anthropic\.sdk\./, provider: 'anthropic' },
  { scope: /^openinference\.instrumentation\.openai|^@arizeai\/openinference-instrumentation-openai$/, provider: 'openai' },
  {
    scope: /^openinference\.instrumentation\.anthropic|^@arizeai\/openinference-instrumentation-anthropic$/,
    provider: 'anthropic',
  },
  {
    scope: /^gcp\.vertex\.agent$|^opentelemetry\.instrumentation\.(vertexai|google_generativeai|google_genai)/,
    provider: 'google',
  },
  { scope: /bedrock/i, provider: 'aws' },
]

const byTheConvention: Emitter = { scope: /^/ }

/** The emitter of a scope. */
export const findEmitter = (scope: string): Emitter => emitters.find(({ scope: name }) => name.test(scope)) ?? byTheConvention

/** Products and interfaces under which emitters name who is billed, so that one seller has one name. */
const sellers: readonly (readonly [RegExp, string])[] = [
  [/^openai\.(?:chat|responses?|completions?|embeddings?|image|speech|transcription)$/, 'openai'],
  [/^(?:az|azure)[._-](?:ai\.)?(?:openai|inference)(?:\.\w+)?$/, 'azure'],
  [/^(?:gemini|vertex[_-]?ai|google[._](?:vertex|generative)[\w.-]*|gcp\.(?:gemini|gen_ai|vertex_ai|vertex\.agent))$/, 'google'],
  [/^(?:(?:aws|amazon)[._-])?bedrock(?:_converse)?$/, 'aws'],
  [/^(anthropic|mistral|groq|cohere|deepseek|perplexity|fireworks|together)\.(?:chat|messages|embedding|completion)$/, '$1'],
]

/** A seller by the name that others use for it too. */
export function readSeller(provider: string): string {
  for (const [pattern, seller] of sellers) if (pattern.test(provider)) return provider.replace(pattern, seller)
  return provider
}
