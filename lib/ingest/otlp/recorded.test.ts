import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it, test } from 'vitest'
import { countsOf } from '../adapters/testing/read-as'
import { readTraces } from './testing/traces'

/** Recorded exports, beside the repository where its makers work; elsewhere the other tests of this folder have their like. */
const folder = path.resolve(import.meta.dirname, '../../../../shared/fixtures/otlp')
const files = existsSync(folder) ? readdirSync(folder).sort() : []

/** What each file comes to: the counts of its calls in order, sums left out. */
const expected: Readonly<Record<string, readonly Record<string, number>[] | string>> = {
  'bad-attributes-object.json': 'attributes must be an array',
  'bad-enum-names-no-ids.json': 'traceId is missing',
  'bad-logs-payload.json': 'holds logs',
  'envoy-openinference-bad-request.json': [{}],
  'envoy-openinference-reasoning.json': [{ input_tokens: 27, cached_input_tokens: 0, output_tokens: 267, reasoning_tokens: 192 }],
  'envoy-openinference-web-search.json': [{ input_tokens: 26, cached_input_tokens: 0, output_tokens: 22, reasoning_tokens: 0 }],
  'litellm-otel-flat-cache.json': [{ input_tokens: 100, cached_input_tokens: 20, cache_write_5m_tokens: 10, output_tokens: 40 }],
  'openinference-anthropic-double-span.json': [
    { input_tokens: 1532, cached_input_tokens: 1111, cache_write_5m_tokens: 418, output_tokens: 33 },
    { input_tokens: 1532, cached_input_tokens: 1111, cache_write_5m_tokens: 418, output_tokens: 33 },
    {},
  ],
  'openinference-completion-details.json': [
    { input_tokens: 100, output_tokens: 50, reasoning_tokens: 30, audio_output_tokens: 5 },
  ],
  'openinference-openai.json': [
    { input_tokens: 4020, cached_input_tokens: 3968, output_tokens: 240, reasoning_tokens: 165 },
    {},
    { input_tokens: 9703, cached_input_tokens: 8576, output_tokens: 638, reasoning_tokens: 576 },
  ],
  'openlit-chat.json': [{ input_tokens: 14, output_tokens: 96 }],
  'otel-openai.json': [
    { input_tokens: 4020, output_tokens: 240 },
    { input_tokens: 4 },
    { input_tokens: 9703, output_tokens: 638 },
    {},
  ],
  'otel-openai.pb': [
    { input_tokens: 4020, output_tokens: 240 },
    { input_tokens: 4 },
    { input_tokens: 9703, output_tokens: 638 },
    {},
  ],
  'otel-openai.pb.gz': [
    { input_tokens: 4020, output_tokens: 240 },
    { input_tokens: 4 },
    { input_tokens: 9703, output_tokens: 638 },
    {},
  ],
  'proto-repo-example-trace.json': [],
  'pydantic-ai-cache-audio.json': [
    {
      ...{
        input_tokens: 120,
        cached_input_tokens: 30,
        cache_write_5m_tokens: 10,
        audio_input_tokens: 5,
        cached_audio_input_tokens: 2,
      },
      ...{ output_tokens: 40, audio_output_tokens: 7 },
    },
  ],
  'traceloop-openai.json': [
    { input_tokens: 4020, output_tokens: 240 },
    { input_tokens: 9703, output_tokens: 638 },
  ],
  'vercel-ai-anthropic-5m-1h.json': [
    {
      input_tokens: 5000,
      cached_input_tokens: 1500,
      cache_write_5m_tokens: 2000,
      cache_write_1h_tokens: 1000,
      output_tokens: 200,
    },
  ],
  'vercel-ai-anthropic-metadata.json': [
    { input_tokens: 18495, cached_input_tokens: 16399, cache_write_5m_tokens: 2089, output_tokens: 445 },
  ],
  'vercel-ai-embed-no-usage.json': [{}],
}

const isExport = (file: string) => !file.startsWith('request-headers')

it.skipIf(files.length > 0)('has no recorded exports beside the repository: skipped', ({ skip }) => skip())

test.runIf(files.length > 0)('every recorded export is read here', () => {
  expect(files.filter(isExport)).toEqual(Object.keys(expected).sort())
})

test.runIf(files.length > 0).each(files.filter(isExport))('reads %s', (file) => {
  const bytes = readFileSync(path.join(folder, file))
  const want = expected[file]
  const read = () =>
    readTraces(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { encoding: file.includes('.pb') ? 'protobuf' : 'json' })
  if (file === 'bad-logs-payload.json') return expect(read).toThrow(String(want))
  const { accepted, refused, aggregates, traces } = read()
  if (typeof want === 'string') return expect(traces.bad.map(({ message }) => message).join()).toContain(want)
  expect([refused, traces.bad]).toEqual([[], []])
  expect(accepted.filter((record) => !aggregates.includes(record)).map(countsOf)).toEqual(want)
})
