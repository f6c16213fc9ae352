/** How emitters spell providers where the price book's own aliases do not reach; the book knows the rest, see `match-model`. */
const spellings = new Map([
  ['azure openai', 'azure'],
  ['azure.openai', 'azure'],
  ['azureopenai', 'azure'],
  ['amazon bedrock', 'aws'],
  ['aws bedrock', 'aws'],
  ['bedrock_runtime', 'aws'],
  ['google ai studio', 'google'],
  ['google_ai_studio', 'google'],
  ['google vertex ai', 'google'],
  ['vertex', 'google'],
  ['mistral ai', 'mistral'],
  ['together ai', 'together'],
  ['openai-responses', 'openai'],
  ['text-completion-openai', 'openai'],
  ['azure_text', 'azure'],
  ['custom_openai', 'openai'],
])

/** A provider as it is kept: in lower case, and by one name where emitters differ more than the price book bridges. */
export function readProviderName(name: string | null): string | null {
  if (name === null) return null
  const lower = name.trim().toLowerCase()
  return lower === '' ? null : (spellings.get(lower) ?? lower)
}

const hosts: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)openai\.azure\.com$|\.cognitiveservices\.azure\.com$|\.services\.ai\.azure\.com$/, 'azure'],
  [/(^|\.)openai\.com$/, 'openai'],
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/^bedrock[\w-]*\.[\w-]+\.amazonaws\.com$/, 'aws'],
  [/(^|[.-])aiplatform\.googleapis\.com$|^generativelanguage\.googleapis\.com$/, 'google'],
  [/(^|\.)groq\.com$/, 'groq'],
  [/(^|\.)mistral\.ai$/, 'mistral'],
  [/(^|\.)cohere\.(com|ai)$/, 'cohere'],
  [/(^|\.)deepseek\.com$/, 'deepseek'],
  [/(^|\.)x\.ai$/, 'x-ai'],
  [/(^|\.)openrouter\.ai$/, 'openrouter'],
  [/(^|\.)together\.(xyz|ai)$/, 'together'],
  [/(^|\.)fireworks\.ai$/, 'fireworks'],
  [/(^|\.)perplexity\.ai$/, 'perplexity'],
]

/** The provider that answers at an address or host; null for any other. */
export function findProviderOfHost(address: string | null): string | null {
  if (address === null) return null
  const host = address
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/:?].*$/, '')
  return hosts.find(([pattern]) => pattern.test(host))?.[1] ?? null
}

const families: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:gpt-|chatgpt-|o[134](?:-|$)|text-embedding-|text-moderation-|omni-moderation-|dall-e-|whisper-|tts-|davinci|babbage)/,
    'openai',
  ],
  [/^claude-/, 'anthropic'],
  [/^(?:gemini-|models\/gemini-)/, 'google'],
  [/^(?:mistral-(?:large|medium|small|tiny)|codestral-|ministral-|pixtral-)/, 'mistral'],
  [/^command(?:-|$)/, 'cohere'],
  [/^deepseek-(?:chat|reasoner)$/, 'deepseek'],
  [/^grok-/, 'x-ai'],
]

/**
 * The maker that a bare model name belongs to, where only one sells under that name. For sources that never name the provider:
 * LiteLLM goes by the same names itself.
 */
export function findProviderOfModel(model: string | null): string | null {
  const name = model?.trim().toLowerCase() ?? ''
  return families.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

/** The name of a model on Bedrock within its ARN; other names, and application inference profiles, as they are. */
export function readAwsModel(modelId: string): string {
  return /^arn:[^/]*:(?:inference-profile|foundation-model|provisioned-model|imported-model)\/(.+)$/.exec(modelId)?.[1] ?? modelId
}

/** Tiers that are the usual one by another name. */
const usualTiers = new Set(['default', 'auto', 'standard', 'standard_only', 'on_demand', 'on-demand'])

/** A service tier as it is kept; undefined where the source says nothing. */
export function readServiceTier(tier: string | null): string | undefined {
  if (tier === null) return undefined
  const lower = tier.toLowerCase()
  return usualTiers.has(lower) ? 'standard' : lower
}
