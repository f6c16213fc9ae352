/** How FOCUS names who sells a service, and the service. Who sells also bills: nothing is bought through a reseller. */
export interface ProviderNames {
  /** `ProviderName` and `InvoiceIssuerName`. */
  readonly provider: string
  readonly service: string
}

const known: Readonly<Record<string, ProviderNames>> = {
  anthropic: { provider: 'Anthropic', service: 'Anthropic API' },
  aws: { provider: 'AWS', service: 'Amazon Bedrock' },
  azure: { provider: 'Microsoft', service: 'Azure OpenAI' },
  baseten: { provider: 'Baseten', service: 'Baseten Model APIs' },
  cerebras: { provider: 'Cerebras', service: 'Cerebras Inference' },
  cloudflare: { provider: 'Cloudflare', service: 'Cloudflare Workers AI' },
  cohere: { provider: 'Cohere', service: 'Cohere API' },
  cursor: { provider: 'Cursor', service: 'Cursor' },
  deepseek: { provider: 'DeepSeek', service: 'DeepSeek API' },
  fireworks: { provider: 'Fireworks AI', service: 'Fireworks AI API' },
  'github-copilot': { provider: 'GitHub', service: 'GitHub Copilot' },
  // The price book does not tell Vertex AI from the Gemini API.
  google: { provider: 'Google Cloud', service: 'Gemini API and Vertex AI' },
  groq: { provider: 'Groq', service: 'GroqCloud' },
  minimax: { provider: 'MiniMax', service: 'MiniMax API' },
  mistral: { provider: 'Mistral AI', service: 'Mistral API' },
  moonshotai: { provider: 'Moonshot AI', service: 'Moonshot AI API' },
  openai: { provider: 'OpenAI', service: 'OpenAI API' },
  openrouter: { provider: 'OpenRouter', service: 'OpenRouter' },
  ovhcloud: { provider: 'OVHcloud', service: 'OVHcloud AI Endpoints' },
  perplexity: { provider: 'Perplexity', service: 'Perplexity API' },
  'self-hosted': { provider: 'Self-hosted', service: 'Self-hosted models' },
  together: { provider: 'Together AI', service: 'Together AI API' },
  voyageai: { provider: 'Voyage AI', service: 'Voyage AI API' },
  'x-ai': { provider: 'xAI', service: 'xAI API' },
  zai: { provider: 'Z.ai', service: 'Z.ai API' },
  zhipuai: { provider: 'Zhipu AI', service: 'Zhipu AI API' },
}

/** A provider by the code of the price book; one that is not known goes by its code. */
export function nameProvider(code: string): ProviderNames {
  const named = Object.hasOwn(known, code) ? known[code] : undefined
  if (named) return named
  // `huggingface_groq`: bought of Hugging Face, which routes it to another.
  if (code.startsWith('huggingface')) return { provider: 'Hugging Face', service: 'Hugging Face Inference Providers' }
  return { provider: code, service: `${code} API` }
}
