import type { WasteKindName } from '@/lib/engineering/waste/kinds'
import type { WasteReport } from '@/lib/engineering/waste/schema'

interface KindWords {
  readonly title: string
  /** What of spend it is, by which rule. */
  readonly rule: string
  /** What to do about it. */
  readonly advice: string
  /** What is counted: `retries`. */
  readonly counted: string
}

const words: Readonly<Record<WasteKindName, KindWords>> = {
  failed_calls: {
    title: 'Failed calls',
    rule: 'What was paid for first attempts that failed. Calls that were refused unread cost nothing and are not here.',
    advice: 'Open the requests, see which errors come after tokens were spent, and check inputs and time-outs before them.',
    counted: 'failed calls that were billed',
  },
  retries: {
    title: 'Retries',
    rule: 'What was paid for second and later attempts, whatever came of them.',
    advice: 'Bound the attempts, let the pauses between them grow, and retry in one place: the client or the gateway, not both.',
    counted: 'second and later attempts',
  },
  unread_cache_writes: {
    title: 'Cache writes never read',
    rule: 'What writing caches cost beyond plain input, less what reading them saved, for each service, feature and model in which reads did not pay for the writes.',
    advice: 'Mark for caching only what comes again while the cache holds it, or take the marks away.',
    counted: 'calls of uses that wrote',
  },
  uncached_repeats: {
    title: 'Repeated prompts not cached',
    rule: 'Input that was billed in full although the prompt, or its first 1,024 tokens, had gone to the same account and model less than 5 minutes before; against the rate of cached input.',
    advice: 'Put first in the prompt what never changes, and switch the provider’s cache on.',
    counted: 'repeats',
  },
  long_context: {
    title: 'Long-context premium',
    rule: 'What requests beyond a model’s threshold of input cost above its base rates, for the same tokens.',
    advice: 'Send the passages that the question needs, sum up long histories, or split the request below the threshold.',
    counted: 'requests beyond a threshold',
  },
  regional_premium: {
    title: 'Regional premium',
    rule: 'What processing in a region of one’s choice adds to the rates of the same model elsewhere, for the same tokens.',
    advice: 'Keep in the region what must stay there, and send the rest to the global endpoint.',
    counted: 'requests in such a region',
  },
  development: {
    title: 'Development and test',
    rule: 'All that was spent in environments that count as development.',
    advice: 'Give development a budget and a smaller model, and let tests play recorded answers.',
    counted: 'requests',
  },
  verbose_output: {
    title: 'Verbose output',
    rule: 'Output above the median of other features with the same model, where a feature writes more than three times that median: for each request, or else for each token that it reads.',
    advice: 'Say in the prompt how long an answer may be, cap output tokens, and ask for a form without prose.',
    counted: 'requests of such features',
  },
  same_request_twice: {
    title: 'The same request twice',
    rule: 'The second of two calls with the very same prompt, model and caller within 5 minutes, both successful and neither a retry.',
    advice: 'Look for double submits and jobs that overlap, or let the gateway answer the same prompt from its cache.',
    counted: 'second calls',
  },
}

/** How a kind of waste is named, explained and mended. */
export function kindWords(kind: WasteKindName, { sandbox_environments }: Pick<WasteReport, 'sandbox_environments'>): KindWords {
  const text = words[kind]
  if (kind !== 'development' || sandbox_environments.length === 0) return text
  return { ...text, rule: `All that was spent in environments that count as development: ${sandbox_environments.join(', ')}.` }
}

/** What stands beside every list of kinds. */
export const overlapNote = 'Kinds overlap: a dollar may count in two of them, so they are not added up.'

/** Why an amount is a lower bound or not known. */
export const atLeastReason = 'For some of these requests nobody knows the price, the tokens or what a cache answered'
