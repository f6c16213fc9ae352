/** How many events a second one core prices, beside the bare arithmetic that pricing cannot do without. */
import { arch, cpus, platform } from 'node:os'
import { loadListPrices } from '@/lib/pricing/load-list-prices'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { type PriceableEvent, priceEvent } from '@/lib/pricing/price-event'

const eventCount = 200_000
const rounds = 5

/** Names as sources write them, with their share of the traffic in percent. */
const names = [
  { share: 22, provider: 'openai', model: 'gpt-5.4-mini', tier: 'default', region: null },
  { share: 12, provider: 'openai', model: 'gpt-4o-mini', tier: null, region: null },
  { share: 8, provider: 'openai', model: 'gpt-5.4', tier: 'priority', region: null },
  { share: 6, provider: 'azure_openai', model: 'gpt-4.1', tier: null, region: 'eastus' },
  { share: 14, provider: 'anthropic', model: 'claude-sonnet-4-6', tier: 'standard', region: 'us' },
  { share: 8, provider: 'anthropic', model: 'claude-haiku-4-5', tier: 'batch', region: null },
  { share: 10, provider: 'bedrock', model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', tier: null, region: 'us-east-1' },
  { share: 12, provider: 'vertex_ai', model: 'publishers/google/models/gemini-2.5-pro', tier: null, region: null },
  { share: 4, provider: 'deepseek', model: 'deepseek-v4-pro', tier: null, region: null },
  { share: 2, provider: 'openai', model: 'whisper-1', tier: null, region: null },
  { share: 2, provider: 'openai', model: 'not-in-any-list', tier: null, region: null },
] as const

/** The same events in every run: a linear congruential generator, Numerical Recipes' constants. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function makeEvents(): PriceableEvent[] {
  const random = createRandom(20_260_601)
  const startMs = Date.UTC(2026, 5, 1)
  const byShare = names.flatMap((entry) => Array.from({ length: entry.share }, () => entry))
  return Array.from({ length: eventCount }, () => {
    const { provider, model, tier, region } = byShare[Math.floor(random() * byShare.length)] ?? names[0]
    const input = Math.floor(200 + random() ** 4 * 300_000)
    const cached = random() < 0.6 ? Math.floor(input * random()) : 0
    const output = Math.floor(20 + random() ** 3 * 8_000)
    const usage =
      model === 'whisper-1'
        ? { audio_seconds: BigInt(Math.floor(random() * 600_000)) * 10n ** 15n }
        : {
            input_tokens: BigInt(input),
            cached_input_tokens: BigInt(cached),
            output_tokens: BigInt(output),
            reasoning_tokens: BigInt(Math.floor(output * random())),
            ...(random() < 0.05 ? { web_search_requests: 2n } : {}),
          }
    return {
      provider,
      model,
      tier,
      region,
      billingAccount: 'org-example',
      atMs: startMs + Math.floor(random() * 90 * 86_400_000),
      usage,
    }
  })
}

/** Best of the rounds: what the machine can do, with the least of what else it was doing. */
function measureBestMs(run: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    run()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

const perSecond = (count: number, ms: number) => Math.round((count / ms) * 1000)
const print = (label: string, text: string) => process.stdout.write(`${label.padEnd(34)}${text}\n`)

const loadStart = performance.now()
const document = loadListPrices()
const buildStart = performance.now()
const book = buildPriceBook(document)
const buildEnd = performance.now()

const events = makeEvents()
let total = 0n
let lineCount = 0
let unpricedCount = 0
const pricingMs = measureBestMs(() => {
  total = 0n
  lineCount = 0
  unpricedCount = 0
  for (const event of events) {
    const priced = priceEvent(book, event)
    if (!priced.ok) {
      unpricedCount++
      continue
    }
    total += priced.cost
    lineCount += priced.lines.length
  }
})

const products = events.map((event) => {
  const priced = priceEvent(book, event)
  return priced.ok ? priced.lines.map((line) => [line.quantity, line.rate.listUnit ?? line.rate.list] as const) : []
})
let bare = 0n
const bareMs = measureBestMs(() => {
  bare = 0n
  for (const lines of products) for (const [quantity, rate] of lines) bare += quantity * rate
})

print('machine', `${cpus()[0]?.model ?? 'unknown'}, ${platform()} ${arch()}, Node ${process.versions.node}, one core`)
print('price book', `${document.version}: ${book.models.size} models, ${book.rateSets.length} rate sets`)
print(
  'cold load',
  `${(buildStart - loadStart).toFixed(0)} ms read and checked + ${(buildEnd - buildStart).toFixed(0)} ms indexed`,
)
print('events', `${eventCount}, ${lineCount} priced lines, ${unpricedCount} without a price, best of ${rounds} rounds`)
print('priced', `${perSecond(eventCount, pricingMs).toLocaleString('en')} events/s`)
print('limit: bare BigInt multiply-adds', `${perSecond(eventCount, bareMs).toLocaleString('en')} events/s`)
print('ratio', `${(pricingMs / bareMs).toFixed(1)} × the time of the bare arithmetic`)
if (total <= 0n || bare <= 0n) throw new Error('nothing was priced: the figures above mean nothing')
