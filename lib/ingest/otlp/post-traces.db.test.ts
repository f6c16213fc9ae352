import { gzipSync } from 'node:zlib'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { makeKey, makeTeam } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { serveHotRoutes } from '@/lib/server/testing/serve-hot-routes'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { openLedgerClient } from '@/lib/usage/ledger-client'
import { startCuttingProxy } from '@/lib/usage/testing/cutting-proxy'
import { verifyLedger } from '@/lib/usage/verify'
import { reprocessRejected } from '../commands'
import { getIngest } from '../process-ingest'
import { makeRequest, makeSpan, type SpanChanges } from './testing/traces'

const { db, url, sql } = await createTestDatabase()
const proxy = await startCuttingProxy(url)
await pointProcessAt(proxy.url)
const client = openLedgerClient(url, { max: 1 })

let origin = ''
let secret = ''

beforeAll(async () => {
  await prepareInstallation(url, readEnv({}))
  await makeTeam(db, { slug: 'support-ops' })
  secret = (await makeKey(db, { scopes: ['ingest'] })).secret
  // What ends last is said first: the server writes through the proxy until it stops.
  afterAll(async () => {
    await client.end({ timeout: 1 })
    await proxy.stop()
  })
  origin = (await serveHotRoutes()).origin
})

beforeEach(
  () => sql`truncate usage_event, usage_hourly, usage_daily, usage_latency_daily, usage_capture, usage_span, rejected_record`,
)

interface Sent {
  readonly body: unknown
  readonly headers?: Record<string, string>
}

async function send({ body, headers = {} }: Sent) {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(`${origin}/v1/traces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
    body: isRaw ? (body as BodyInit) : JSON.stringify(body),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString() }
}

const nano = (atMs: number) => `${atMs}000000`
let spans = 0
/** A recent call with ids of its own. */
const recent = (changes: SpanChanges = {}) => {
  const startMs = Date.now() - 60_000
  const spanId = (++spans).toString(16).padStart(16, '0')
  return makeSpan({ spanId, startTimeUnixNano: nano(startMs), endTimeUnixNano: nano(startMs + 1_250), ...changes })
}

const readSpans = () => sql`
  select span_id, input_tokens::int, output_tokens::int, cost::text, latency_ms, model, tag_team, outcome, status_code
  from usage_event join usage_series on usage_series.id = series_id where not is_retracted order by outcome desc, span_id`
const countedSpans = async () => (await readSpans()).map(({ span_id }) => span_id)

/** A program with the real SDK. */
function startProgram(exporter: SpanExporter) {
  const resource = resourceFromAttributes({
    'service.name': 'support-agent',
    'deployment.environment.name': 'production',
    'team.id': 'support-ops',
    'project.id': 'helpdesk',
  })
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: 20_000 })],
  })
  const tracer = provider.getTracer('@opentelemetry/instrumentation-openai', '0.21.0')
  return {
    /** A request in which a model is called twice; the second call is refused. */
    serve() {
      const parent = tracer.startSpan('POST /summarize', { kind: SpanKind.SERVER })
      const context = trace.setSpan(ROOT_CONTEXT, parent)
      const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4o-mini' }
      const call = tracer.startSpan('chat gpt-4o-mini', { kind: SpanKind.CLIENT, attributes }, context)
      call.setAttributes({
        'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
        'gen_ai.usage.input_tokens': 4_020,
        'gen_ai.usage.output_tokens': 240,
        'gen_ai.response.finish_reasons': ['stop'],
      })
      call.end()
      const refused = tracer.startSpan('chat gpt-4o-mini', { kind: SpanKind.CLIENT, attributes }, context)
      refused.setStatus({ code: SpanStatusCode.ERROR, message: '429 Rate limit reached' })
      refused.end()
      parent.end()
    },
    flush: () => provider.forceFlush(),
    stop: () => provider.shutdown(),
  }
}

const exporters = [
  ['protobuf', () => new ProtobufExporter({ url: `${origin}/v1/traces`, headers: { authorization: `Bearer ${secret}` } })],
  ['JSON', () => new JsonExporter({ url: `${origin}/v1/traces`, headers: { authorization: `Bearer ${secret}` } })],
] as const

describe.each(exporters)('a real OpenTelemetry SDK that exports %s', (_encoding, openExporter) => {
  it('has its calls stored, priced and owned, and nothing else', async () => {
    const program = startProgram(openExporter())
    program.serve()
    await program.flush()
    // (4,020 × 0.15 + 240 × 0.6) ÷ 1,000,000
    expect(await readSpans()).toMatchObject([
      { input_tokens: 4020, output_tokens: 240, cost: '0.000747000000000000', tag_team: 'support-ops', outcome: 'success' },
      { input_tokens: null, cost: '0.000000000000000000', outcome: 'error', status_code: 429 },
    ])
    await program.stop()
  })

  it('sends again while the database is away, and each call counts once', async () => {
    const program = startProgram(openExporter())
    program.serve()
    proxy.cutAt(() => true)
    const back = setTimeout(() => proxy.cutAt(() => false), 1_500)
    await program.flush()
    clearTimeout(back)
    proxy.cutAt(() => false)
    await expect.poll(async () => (await readSpans()).length, { timeout: 15_000 }).toBe(2)
    await program.stop()
    expect((await verifyLedger(client)).differences).toEqual([])
  }, 40_000)
})

describe('POST /v1/traces', () => {
  it('answers full success with an empty object, in the encoding of the request', async () => {
    const json = await send({ body: makeRequest([recent()]) })
    expect([json.status, json.headers.get('content-type'), json.text]).toEqual([200, 'application/json', '{}'])
    const protobuf = await send({ body: new Uint8Array(), headers: { 'content-type': 'application/x-protobuf' } })
    expect([protobuf.status, protobuf.headers.get('content-type'), protobuf.text]).toEqual([200, 'application/x-protobuf', ''])
    expect((await send({ body: {} })).text).toBe('{}')
    expect((await send({ body: '' })).text).toBe('{}')
  })

  it('takes gzip, and a request sent again counts nothing twice', async () => {
    const body = gzipSync(JSON.stringify(makeRequest([recent()])))
    for (let time = 0; time < 2; time++) {
      expect((await send({ body, headers: { 'content-encoding': 'gzip' } })).text).toBe('{}')
    }
    expect(await readSpans()).toHaveLength(1)
  })

  it('takes a large request by way of the parser thread', async () => {
    const body = makeRequest(
      Array.from({ length: 1_200 }, () => recent({ attributes: { 'gen_ai.input.messages': 'x'.repeat(200) } })),
    )
    expect((await send({ body })).text).toBe('{}')
    expect(await readSpans()).toHaveLength(1_200)
  })

  it('says by a warning, with nothing refused, which owners are missing', async () => {
    const { status, text } = await send({ body: makeRequest([recent(), recent()], { resource: {} }) })
    expect(status).toBe(200)
    const { partialSuccess } = JSON.parse(text)
    expect(partialSuccess.rejectedSpans).toBe('0')
    expect(partialSuccess.errorMessage).toContain('2 spans were counted with no team: set the attribute team.id')
    expect(await readSpans()).toHaveLength(2)
  })

  it('refuses bad spans one by one, keeps why, and counts their neighbours', async () => {
    const bad = [
      recent({ attributes: { 'gen_ai.usage.input_tokens': -3 } }),
      { ...recent(), attributes: { 'gen_ai.operation.name': 'chat' } },
      recent({ traceId: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
      recent({ spanId: 12 }),
      recent({ startTimeUnixNano: '0' }),
      recent({ attributes: { 'gen_ai.usage.reasoning.output_tokens': 999 } }),
      'nonsense',
    ]
    const { status, text } = await send({ body: makeRequest([...bad, recent()]) })
    expect(status).toBe(200)
    const { partialSuccess } = JSON.parse(text)
    expect(partialSuccess.rejectedSpans).toBe(String(bad.length))
    expect(partialSuccess.errorMessage).toContain('must not be negative')
    expect(await readSpans()).toHaveLength(1)
    const [row] = await sql`select count(*)::int as count from rejected_record where format = 'otlp'`
    expect(row?.count).toBe(bad.length)
    // What is kept of a refused call is enough to read it again, once nothing is wrong with it.
    await sql`update rejected_record set record = jsonb_set(record, '{event,input_tokens}', '3') where record #>> '{event,input_tokens}' = '-3'`
    expect((await reprocessRejected(getIngest())).settled).toBe(1)
    expect(await readSpans()).toHaveLength(2)
  })

  test.each<[string, Sent, number, RegExp]>([
    ['logs', { body: { resourceLogs: [] } }, 400, /holds logs/],
    ['metrics', { body: { resourceMetrics: [] } }, 400, /holds metrics/],
    ['snake case', { body: { resource_spans: [] } }, 400, /lowerCamelCase/],
    ['a list', { body: [] }, 400, /must be an object/],
    ['no list of resources', { body: { resourceSpans: {} } }, 400, /resourceSpans must be an array/],
    ['text that is no JSON', { body: '{"resourceSpans": [' }, 400, /not JSON/],
    ['protobuf called JSON', { body: new Uint8Array([0x0a, 0xff, 0x80]) }, 400, /not UTF-8/],
    ['another media type', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415, /application\/x-protobuf/],
    ['what is not gzip', { body: '{}', headers: { 'content-encoding': 'gzip' } }, 400, /not gzip/],
    ['no key', { body: {}, headers: { authorization: '' } }, 401, /API key/],
    [
      'a key that does not exist',
      { body: {}, headers: { authorization: `Bearer asc_${'0'.repeat(40)}` } },
      401,
      /No such API key/,
    ],
  ])('answers %s with a status that says what is wrong', async (_what, sent, status, message) => {
    const answer = await send(sent)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text).message).toMatch(message)
  })

  it('answers broken protobuf and protobuf of logs in protobuf', async () => {
    const headers = { 'content-type': 'application/x-protobuf' }
    const broken = await send({ body: new Uint8Array([0x0a, 0x7f, 0x01]), headers })
    expect([broken.status, broken.headers.get('content-type')]).toEqual([400, 'application/x-protobuf'])
    expect(broken.text).toContain('not the protobuf of an OTLP trace export')
    // ResourceLogs { ScopeLogs { LogRecord { time_unix_nano: 1, severity_number: 9 } } }
    const logs = await send({
      body: new Uint8Array([0x0a, 15, 0x12, 13, 0x12, 11, 0x09, 1, 0, 0, 0, 0, 0, 0, 0, 0x10, 9]),
      headers,
    })
    expect([logs.status, logs.text.includes('send logs to /v1/logs')]).toEqual([400, true])
  })

  it('refuses a body that is larger than 64 MiB once it is unpacked', async () => {
    const body = gzipSync(Buffer.alloc(64 * 1024 * 1024 + 1, 32))
    const { status, text } = await send({ body, headers: { 'content-encoding': 'gzip' } })
    expect([status, JSON.parse(text).code]).toEqual([413, 3])
  })

  it('asks to come again while the database is away', async () => {
    proxy.cutAt(() => true)
    const { status, headers, text } = await send({ body: makeRequest([recent()]) })
    proxy.cutAt(() => false)
    expect(status).toBe(503)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(JSON.parse(text).code).toBe(14)
  })
})

describe('spans of one trace in different requests', () => {
  const traceId = 'c'.repeat(32)
  const parent = (changes: SpanChanges = {}) => recent({ traceId, spanId: 'a'.repeat(16), ...changes })
  const between = () =>
    recent({ traceId, spanId: 'b'.repeat(16), parentSpanId: 'a'.repeat(16), attributes: undefined, name: 'POST' })
  const child = (changes: SpanChanges = {}) =>
    recent({ traceId, spanId: 'd'.repeat(16), parentSpanId: 'b'.repeat(16), ...changes })
  /** Something else than a call of a model. */
  const http = () => ({ ...between(), attributes: [{ key: 'http.request.method', value: { stringValue: 'POST' } }] })

  it.each([
    ['child first', [[child()], [http()], [parent()]]],
    ['parent first', [[parent(), http()], [child()]]],
    ['the link between them last', [[parent()], [child()], [http()]]],
    ['all at once', [[http(), child(), parent()]]],
  ])('count the call and not what sums it up: %s', async (_what, requests) => {
    for (const request of requests) await send({ body: makeRequest(request) })
    expect(await countedSpans()).toEqual(['d'.repeat(16)])
    // Sent again, in the other order, nothing changes.
    for (const request of [...requests].reverse()) await send({ body: makeRequest(request) })
    expect(await countedSpans()).toEqual(['d'.repeat(16)])
    expect((await verifyLedger(client)).differences).toEqual([])
  })

  it('count the call once when they come at the same moment', async () => {
    await Promise.all([[child()], [http(), parent()]].map((request) => send({ body: makeRequest(request) })))
    expect(await countedSpans()).toEqual(['d'.repeat(16)])
  })

  it('never count agents, chains and tools, even where they have usage and nobody below has', async () => {
    const kinds = [
      { 'gen_ai.operation.name': 'invoke_agent' },
      { 'gen_ai.operation.name': 'execute_tool' },
      { 'openinference.span.kind': 'CHAIN' },
      { 'ai.operationId': 'ai.generateText' },
      { 'traceloop.span.kind': 'workflow' },
    ]
    await send({ body: makeRequest(kinds.map((attributes) => recent({ attributes }))) })
    expect(await countedSpans()).toEqual([])
  })

  it('are one call where two libraries traced it under one answer, with what either knows', async () => {
    const answer = { 'gen_ai.response.id': 'msg_01XFDUDYJgAACzvnptvVoYEL' }
    const outer = parent({ attributes: answer })
    const inner = child({ attributes: { ...answer, 'gen_ai.usage.cache_read.input_tokens': 600 } })
    await send({ body: makeRequest([outer]) })
    await send({ body: makeRequest([http(), inner]) })
    const events = await sql`select cached_input_tokens::int as cached from usage_event where not is_retracted`
    expect(events).toEqual([{ cached: 600 }])
  })

  it('are the last call alone where a sum borrowed its name', async () => {
    const answer = { 'gen_ai.response.id': 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT' }
    await send({ body: makeRequest([parent({ attributes: { ...answer, 'gen_ai.usage.input_tokens': 9_000 } }), http()]) })
    await send({ body: makeRequest([child({ attributes: answer })]) })
    expect(await readSpans()).toMatchObject([{ input_tokens: 1_000 }])
    expect((await verifyLedger(client)).differences).toEqual([])
  })
})

it('is one event with what a gateway or the program itself reports of the same answer, in either order', async () => {
  for (const [place, id] of ['chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcA', 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcB'].entries()) {
    const record = {
      ...{ timestamp: new Date(Date.now() - 60_000).toISOString(), provider: 'openai', model: 'gpt-4o-mini', operation: 'chat' },
      ...{ request_id: `gateway-${place}`, response_id: id, input_tokens: 1_000, cached_input_tokens: 600, output_tokens: 100 },
    }
    const report = () =>
      fetch(`${origin}/api/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}` },
        body: JSON.stringify(record),
      }).then(async (response) => ({ conflicts: 0, ...(await response.json()) }))
    const trace = () => send({ body: makeRequest([recent({ attributes: { 'gen_ai.response.id': id } })]) })
    const steps = place === 0 ? [report, trace] : [trace, report]
    for (const step of steps) await step()
    expect((await report()).conflicts).toBe(0)
  }
  const events = await sql`
    select request_id, cached_input_tokens::int as cached, tag_team, service from usage_event
    join usage_series on usage_series.id = series_id where not is_retracted order by request_id`
  const merged = { cached: 600, tag_team: 'support-ops', service: 'support-agent' }
  expect(events).toEqual([
    { request_id: 'gateway-0', ...merged },
    { request_id: 'gateway-1', ...merged },
  ])
  expect((await verifyLedger(client)).differences).toEqual([])
})

it('keeps nothing of prompts, answers and arguments but a hash of the prompt', async () => {
  const planted = 'XYZZY-PLANTED'
  const json = JSON.stringify({ messages: [{ role: 'user', content: planted }], model: 'gpt-4o-mini' })
  const attributes = {
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', content: planted }]),
    ...{
      'gen_ai.output.messages': planted,
      'input.value': json,
      'output.value': json,
      'ai.prompt': planted,
      'ai.response.text': planted,
    },
    ...{
      'gen_ai.tool.call.arguments': planted,
      'llm.input_messages.0.message.content': planted,
      'gen_ai.prompt.0.content': planted,
    },
  }
  const events = [{ name: 'gen_ai.content.prompt', attributes: [{ key: 'gen_ai.prompt', value: { stringValue: planted } }] }]
  const bad = recent({ attributes: { ...attributes, 'gen_ai.usage.input_tokens': -1 }, events })
  await send({ body: makeRequest([recent({ attributes, events }), bad]) })
  const rows = await sql`
    select to_jsonb(usage_event)::text as text from usage_event union all select to_jsonb(rejected_record)::text from rejected_record
    union all select to_jsonb(usage_series)::text from usage_series`
  expect(rows.length).toBeGreaterThan(2)
  expect(JSON.stringify(rows)).not.toContain(planted)
})
