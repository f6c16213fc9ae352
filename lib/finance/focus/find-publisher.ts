import { nameProvider } from './provider-names'

/** Makers by the label that hosts put before a model's name: `anthropic.claude-…`, `meta-llama/llama-…`, `@cf/qwen/…`. */
const makersByLabel: Readonly<Record<string, string>> = {
  '01-ai': '01.AI',
  ai21: 'AI21 Labs',
  allenai: 'Ai2',
  amazon: 'Amazon',
  anthropic: 'Anthropic',
  'arcee-ai': 'Arcee AI',
  baai: 'BAAI',
  baidu: 'Baidu',
  cohere: 'Cohere',
  deepseek: 'DeepSeek',
  'deepseek-ai': 'DeepSeek',
  google: 'Google',
  'ibm-granite': 'IBM',
  inflection: 'Inflection AI',
  liquid: 'Liquid AI',
  meta: 'Meta',
  'meta-llama': 'Meta',
  microsoft: 'Microsoft',
  minimax: 'MiniMax',
  minimaxai: 'MiniMax',
  mistral: 'Mistral AI',
  mistralai: 'Mistral AI',
  moonshotai: 'Moonshot AI',
  nousresearch: 'Nous Research',
  nvidia: 'NVIDIA',
  openai: 'OpenAI',
  perplexity: 'Perplexity',
  qwen: 'Alibaba Cloud',
  stability: 'Stability AI',
  tencent: 'Tencent',
  thinkingmachines: 'Thinking Machines',
  voyageai: 'Voyage AI',
  writer: 'Writer',
  'x-ai': 'xAI',
  'z-ai': 'Z.ai',
  'zai-org': 'Z.ai',
}

/** Makers by how a bare name begins. */
const makersByName: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:gpt-|chatgpt-|o[134](?:-|$)|text-embedding-\d|text-moderation|omni-moderation|dall-e|whisper|tts-|davinci|babbage|ada$|curie$)/,
    'OpenAI',
  ],
  [/^claude/, 'Anthropic'],
  [/^(?:gemini|gemma|text-bison|chat-bison)/, 'Google'],
  [/^(?:nova-|titan-)/, 'Amazon'],
  [/^(?:llama|meta-llama|code-?llama)/, 'Meta'],
  [/^(?:mistral|mixtral|codestral|ministral|pixtral|magistral|devstral|voxtral)/, 'Mistral AI'],
  [/^(?:phi-|wizardlm|mai-)/, 'Microsoft'],
  [/^(?:qwen|qwq)/, 'Alibaba Cloud'],
  [/^deepseek/, 'DeepSeek'],
  [/^command/, 'Cohere'],
  [/^grok/, 'xAI'],
  [/^kimi/, 'Moonshot AI'],
  [/^(?:zai-)?glm-/, 'Z.ai'],
  [/^minimax/, 'MiniMax'],
  [/^sonar/, 'Perplexity'],
  [/^voyage/, 'Voyage AI'],
]

/**
 * Who made a model, which is not who sells it: Claude on Bedrock is Anthropic's. The name is read from its labels, then from how
 * it begins. Where neither says, the seller is named: the column may not be empty, and most sellers of models that nobody else
 * sells made them.
 *
 * @param provider the seller, by its code.
 * @param model as the price book lists it.
 */
export function findPublisher(provider: string, model: string): string {
  const name = model.toLowerCase().replace(/^~/, '')
  const labels = name.split(/[/.]/)
  for (const label of labels.slice(0, -1)) {
    const maker = Object.hasOwn(makersByLabel, label) ? makersByLabel[label] : undefined
    if (maker !== undefined) return maker
  }
  const bare = name.split('/').at(-1) ?? name
  const byName = makersByName.find(([pattern]) => pattern.test(bare))
  return byName ? byName[1] : nameProvider(provider).provider
}
