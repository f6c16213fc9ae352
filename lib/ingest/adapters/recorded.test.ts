import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { countsOf, type ReadBody, readAs } from './testing/read-as'

/*
 * Payloads that were recorded or published, where they lie beside the repository. They are of others and not part of it; the
 * samples of this project's own writing cover each adapter without them.
 */
const folder = path.resolve(import.meta.dirname, '../../../../shared/fixtures')
const isThere = existsSync(folder)
if (!isThere) process.stderr.write(`recorded payloads are skipped: there is no ${path.relative(process.cwd(), folder)}\n`)

const read = (file: string) => readFileSync(path.join(folder, file), 'utf8')
const at = '2026-06-10T10:00:00Z'

/** As an application hands on what it kept of an answer: with the time, and the model where the answer has none. */
const wrapped = (file: string, more: object = {}) => {
  const text = read(file)
  return JSON.stringify(
    file.endsWith('.sse') ? { timestamp: at, stream: text } : { timestamp: at, response: JSON.parse(text), ...more },
  )
}

/** Format, file, and the known counts of each of its events. */
const accepted: readonly (readonly [string, string, readonly Record<string, number>[]])[] = [
  ['litellm', 'litellm/slp-chat-gpt-4o.json', [{ input_tokens: 10, output_tokens: 20 }]],
  ['litellm', 'litellm/generic-api-batch.json', [{ input_tokens: 10, output_tokens: 20 }]],
  ['litellm', 'litellm/generic-api-batch.ndjson', [{ input_tokens: 10, output_tokens: 20 }]],
  ['litellm', 'litellm/slp-docs-example-v1-fields.json', [{ input_tokens: 10, output_tokens: 5 }]],
  ['litellm-spend-logs', 'litellm/spend-logs-gpt-4o.json', [{ input_tokens: 10, output_tokens: 20 }]],
  [
    'openai',
    'openai/chat-basic-reasoning.json',
    [{ input_tokens: 8, cached_input_tokens: 0, output_tokens: 377, reasoning_tokens: 320 }],
  ],
  ['openai', 'openai/chat-functions.json', [{ input_tokens: 82, output_tokens: 17 }]],
  [
    'openai',
    'openai/chat-stream-usage.sse',
    [{ input_tokens: 12, cached_input_tokens: 0, output_tokens: 100, reasoning_tokens: 100 }],
  ],
  ['openai', 'openai/completion-legacy.json', [{ input_tokens: 31, output_tokens: 25 }]],
  [
    'openai',
    'openai/responses-reasoning.json',
    [{ input_tokens: 81, cached_input_tokens: 0, output_tokens: 1_035, reasoning_tokens: 832 }],
  ],
  [
    'openai',
    'openai/responses-web-search.json',
    [{ input_tokens: 328, cached_input_tokens: 0, output_tokens: 356, web_search_requests: 1 }],
  ],
  [
    'azure-openai',
    'azure-openai/chat-completion.json',
    [{ input_tokens: 8, cached_input_tokens: 0, output_tokens: 271, reasoning_tokens: 192 }],
  ],
  ['bedrock', 'bedrock/log-cohere.json', [{ input_tokens: 8, cached_input_tokens: 0, output_tokens: 20 }]],
  ['bedrock', 'bedrock/log-converse-pair.json', [{}, {}]],
  [
    'bedrock',
    'bedrock/log-inference-profile-string-body.json',
    [{ input_tokens: 512, cached_input_tokens: 0, output_tokens: 256 }],
  ],
  ['bedrock', 'bedrock/log-request-metadata-team.json', [{ input_tokens: 1_500, cached_input_tokens: 0, output_tokens: 500 }]],
  [
    'openrouter',
    'openrouter/generation.json',
    [{ input_tokens: 10, cached_input_tokens: 3, output_tokens: 25, reasoning_tokens: 5, web_search_requests: 5 }],
  ],
  ['envoy', 'gateways/envoy-ai-gateway-access-log.json', [{ input_tokens: 15, output_tokens: 7 }]],
]

/** Only usage, without time or id: what an application would wrap. */
const bodiesAndMore: readonly (readonly [string, string, Record<string, number>, object?])[] = [
  ['openai', 'openai/usage-chat-cached.json', { input_tokens: 4_020, cached_input_tokens: 4_012, output_tokens: 4 }],
  [
    'openai',
    'openai/usage-chat-audio-input.json',
    { input_tokens: 81, cached_input_tokens: 0, audio_input_tokens: 69, output_tokens: 72 },
  ],
  ['openai', 'openai/usage-embedding.json', { input_tokens: 4 }],
  [
    'openai',
    'openai/transcription-tokens.json',
    { input_tokens: 14, audio_input_tokens: 14, output_tokens: 45 },
    { model: 'gpt-4o-transcribe' },
  ],
  [
    'anthropic',
    'anthropic/usage-messages-cache-5m.json',
    { input_tokens: 11_470, cached_input_tokens: 9_511, cache_write_5m_tokens: 1_956, output_tokens: 44 },
  ],
  ['anthropic', 'anthropic/usage-messages-web-fetch.json', { input_tokens: 26_447, cached_input_tokens: 0, output_tokens: 528 }],
  [
    'anthropic',
    'anthropic/usage-messages-web-search.json',
    { input_tokens: 10_809, cached_input_tokens: 0, output_tokens: 644, web_search_requests: 1 },
  ],
  [
    'anthropic',
    'anthropic/stream-cumulative-usage.sse',
    { input_tokens: 28, cached_input_tokens: 0, output_tokens: 106, reasoning_tokens: 67 },
  ],
  [
    'bedrock',
    'bedrock/usage-converse-cache-read.json',
    { input_tokens: 2_514, cached_input_tokens: 2_492, output_tokens: 13 },
    { model: 'amazon.nova-lite-v1:0' },
  ],
  [
    'bedrock',
    'bedrock/usage-converse-cache-details.json',
    { input_tokens: 2_077, cached_input_tokens: 0, cache_write_5m_tokens: 2_074, output_tokens: 288 },
    { model: 'anthropic.claude-sonnet-4-20250514-v1:0' },
  ],
  ['google', 'google/usage-gemini-cached-document.json', { input_tokens: 345, cached_input_tokens: 230, output_tokens: 51 }],
  [
    'google',
    'google/usage-gemini-image-output-thoughts.json',
    { input_tokens: 33, cached_input_tokens: 0, output_tokens: 2_309, reasoning_tokens: 529, image_output_tokens: 1_120 },
  ],
  [
    'google',
    'google/usage-gemini-pro-thoughts.json',
    { input_tokens: 1_106, cached_input_tokens: 0, output_tokens: 1_867, reasoning_tokens: 1_089 },
  ],
  [
    'google',
    'google/usage-gemini-tool-use-prompt.json',
    { input_tokens: 136, cached_input_tokens: 0, output_tokens: 414, reasoning_tokens: 213 },
  ],
  [
    'google',
    'google/usage-vertex-image-traffic-type.json',
    { input_tokens: 9, cached_input_tokens: 0, output_tokens: 1_295, image_output_tokens: 1_290 },
  ],
  [
    'openrouter',
    'openrouter/usage-accounting-chunk.json',
    { input_tokens: 194, cached_input_tokens: 0, output_tokens: 2 },
    { model: 'openai/gpt-4o-mini' },
  ],
  ['openrouter', 'openrouter/usage-anthropic.json', { input_tokens: 14, cached_input_tokens: 0, output_tokens: 4 }],
  ['openrouter', 'openrouter/usage-byok-cost-zero.json', { input_tokens: 326, cached_input_tokens: 0, output_tokens: 91 }],
  ['openrouter', 'openrouter/usage-server-tool.json', { input_tokens: 900, cached_input_tokens: 0, output_tokens: 69 }],
  [
    'openrouter',
    'openrouter/usage-video-input.json',
    { input_tokens: 270, cached_input_tokens: 0, video_input_tokens: 258, output_tokens: 28 },
  ],
  ['mistral', 'other-providers/usage-mistral-cached.json', { input_tokens: 268, cached_input_tokens: 224, output_tokens: 5 }],
  ['groq', 'other-providers/usage-groq-times.json', { input_tokens: 779, output_tokens: 65 }],
  [
    'deepseek',
    'other-providers/usage-deepseek-cache-hit-miss.json',
    { input_tokens: 563, cached_input_tokens: 512, output_tokens: 116, reasoning_tokens: 60 },
  ],
  ['cohere', 'other-providers/usage-cohere-embedding.json', { input_tokens: 4 }, { model: 'embed-v4.0' }],
]

const bodies = bodiesAndMore.map(([format, file, counts, more = {}]) => [format, file, counts, more] as const)

/** Format, file, and a part of the reason. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  ['litellm', 'litellm/slp-usage-details-gpt-4o-mini.json', /startTime is 0/],
  ['litellm', 'litellm/slp-mock-gpt-3.5-turbo.json', /timestamp lies more than 36 months back/],
  ['litellm', 'litellm/slp-failure-minimal.json', /timestamp is required/],
  ['litellm', 'litellm/guardrail-request-docs.json', /timestamp is required.*model is required/],
  ['litellm-spend-logs', 'litellm/spend-log-doc-entry.json', /timestamp is required.*model is required/],
  ['openai', 'openai/error-model-not-found.json', /timestamp is required.*model is required/],
  ['azure-openai', 'azure-openai/response-headers.json', /timestamp is required.*model is required/],
  ['bedrock', 'bedrock/log-titan-stream.json', /timestamp is not an instant/],
  ['bedrock', 'bedrock/log-converse-metadata-bad-date.json', /timestamp is not an instant/],
  ['bedrock', 'bedrock/log-spoof-attempt.json', /timestamp is required/],
  ['kong', 'gateways/kong-ai-log.json', /timestamp is required/],
]

/** What is no call of a model. */
const passedOver: readonly (readonly [string, string])[] = [
  ['litellm', 'litellm/global-spend-report-team.json'],
  ['kong', 'gateways/kong-mcp-log.json'],
  ['anthropic', 'anthropic/cost-report.json'],
  ['anthropic', 'anthropic/usage-report-messages.json'],
  ...[
    ...['costs', 'usage-completions', 'usage-embeddings', 'usage-images', 'usage-audio-transcriptions', 'usage-web-search-calls'],
    ...['usage-vector-stores', 'usage-moderations', 'usage-code-interpreter-sessions'],
  ].map((name) => ['openai', `openai/${name}.json`] as const),
]

/** Tables, which are evidence and have importers of their own. */
const tables = ['anthropic/console-usage.csv', 'bedrock/cur-bedrock.csv']

const countsOfAll = ({ accepted: events }: ReadBody) => events.map(countsOf)
const reasonsOf = ({ refused: records }: ReadBody) =>
  records.flatMap(({ errors }) => errors.map(({ path: field, message }) => `${field} ${message}`)).join('; ')

describe.skipIf(!isThere)('recorded payloads', () => {
  it.each(accepted)('%s reads %s', (format, file, counts) => {
    expect(countsOfAll(readAs(format, read(file)))).toEqual(counts)
  })

  it.each(bodies)('%s reads the wrapped %s', (format, file, counts, more) => {
    const body = readAs(format, wrapped(file, more))
    expect(reasonsOf(body)).toBe('')
    expect(countsOfAll(body)).toEqual([counts])
  })

  it.each(refused)('%s refuses %s and says why', (format, file, reason) => {
    const body = readAs(format, read(file))
    expect(body.accepted).toEqual([])
    expect(reasonsOf(body)).toMatch(reason)
  })

  it.each(passedOver)('%s passes over %s', (format, file) => {
    const { records, ignored } = readAs(format, read(file))
    expect(records).toEqual([])
    expect(ignored).not.toEqual([])
  })

  it('of a batch refuses what has no time and takes the rest', () => {
    const body = readAs('litellm', read('litellm/generic-api-batch.json'))
    expect(body.refused).toHaveLength(2)
  })

  it('believes the envelope of a log, whatever callers write into its bodies', () => {
    const { records } = readAs(
      'bedrock',
      JSON.stringify({ ...JSON.parse(read('bedrock/log-spoof-attempt.json')), timestamp: at }),
    )
    const [record] = records
    expect(record?.ok && countsOf(record)).toEqual({ input_tokens: 12, cached_input_tokens: 0, output_tokens: 3 })
    expect(record?.ok && record.event.dimensions.service).toBe('Real')
  })

  it('finds the owners that callers state in their own spelling', () => {
    const {
      accepted: [record],
    } = readAs('bedrock', read('bedrock/log-request-metadata-team.json'))
    expect(record?.event.dimensions).toMatchObject({ tagTeam: 'engineering', tagBasis: 'tag', costCenter: 'CC-1234' })
  })

  it('keeps the tokens of an answer from a cache, and counts the plugin’s own embeddings', () => {
    const entry = { ...JSON.parse(read('gateways/kong-ai-log.json')), started_at: Date.parse(at) }
    const { accepted: events } = readAs('kong', JSON.stringify(entry))
    expect(events.map(({ event }) => event.dimensions.outcome)).toEqual(['cache_hit', 'success'])
    expect(events.map(countsOf)).toEqual([{ input_tokens: 14, cached_input_tokens: 0, output_tokens: 21 }, { input_tokens: 62 }])
  })

  it('knows every file of these sources', () => {
    const folders = [
      'litellm',
      'openai',
      'anthropic',
      'bedrock',
      'google',
      'azure-openai',
      'openrouter',
      'gateways',
      'other-providers',
    ]
    const files = folders.flatMap((name) => readdirSync(path.join(folder, name)).map((file) => `${name}/${file}`))
    const known = new Set([...[...accepted, ...bodies, ...refused, ...passedOver].map(([, file]) => file), ...tables])
    expect(files.filter((file) => !known.has(file))).toEqual([])
  })
})
