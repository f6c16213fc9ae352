import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { makeRequest, makeSpan, readTraces } from './testing/traces'

/** Only what is expected of bad input may be thrown. */
function survives(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    return error instanceof AppError && error.status < 500
  }
}

const bytesOf = (writer: BinaryWriter) => writer.finish()
const message = (number: number, bytes: Uint8Array, writer = new BinaryWriter()) =>
  writer.tag(number, WireType.LengthDelimited).bytes(bytes)
const keyValue = (key: string, write: (writer: BinaryWriter) => BinaryWriter) => {
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).fork()
  return bytesOf(write(writer).join())
}

const spanBytes = () => {
  const writer = new BinaryWriter()
  message(1, Uint8Array.from(Buffer.from('0123456789ABCDEF0123456789ABCDEF', 'hex')), writer)
  message(2, Uint8Array.from(Buffer.from('0123456789abcdef', 'hex')), writer)
  writer.tag(7, WireType.Bit64).fixed64(1_780_000_000_999_999_999n).tag(8, WireType.Bit64).fixed64(1_780_000_001_999_999_999n)
  message(
    9,
    keyValue('gen_ai.operation.name', (to) => to.tag(1, WireType.LengthDelimited).string('chat')),
    writer,
  )
  message(
    9,
    keyValue('gen_ai.request.model', (to) => to.tag(1, WireType.LengthDelimited).string('gpt-4o-mini')),
    writer,
  )
  message(
    9,
    keyValue('gen_ai.usage.input_tokens', (to) => to.tag(3, WireType.Varint).int64(4_020)),
    writer,
  )
  message(
    9,
    keyValue('gen_ai.usage.output_tokens', (to) => to.tag(4, WireType.Bit64).double(240)),
    writer,
  )
  // Of a later version of the protocol: passed over.
  message(99, new Uint8Array([1, 2, 3]), writer)
  return bytesOf(writer)
}
const requestBytes = (span: Uint8Array) => bytesOf(message(1, bytesOf(message(2, bytesOf(message(2, span))))))

describe('protobuf', () => {
  it('is read as JSON is: numbers of 64 bits to the last digit, unknown fields passed over', () => {
    const [record] = readTraces(requestBytes(spanBytes()), { encoding: 'protobuf' }).accepted
    expect(record?.event).toMatchObject({
      ...{
        occurredAtMs: 1_780_000_000_999,
        latencyMs: 1_000,
        traceId: '0123456789abcdef0123456789abcdef',
        spanId: '0123456789abcdef',
      },
      usage: { input_tokens: 4_020n, output_tokens: 240n },
    })
  })

  it('refuses a count that no double holds, and never another one in its place', () => {
    const writer = new BinaryWriter().raw(spanBytes())
    message(
      9,
      keyValue('gen_ai.usage.input_tokens', (to) => to.tag(3, WireType.Varint).int64(9_007_199_254_740_993n)),
      writer,
    )
    const { refused } = readTraces(requestBytes(bytesOf(writer)), { encoding: 'protobuf' })
    expect(refused[0]?.errors).toMatchObject([{ path: 'input_tokens' }])
  })

  it('of any kind is read or refused, never a surprise', () => {
    const good = requestBytes(spanBytes())
    const changed = fc
      .tuple(fc.nat(good.length - 1), fc.nat(255))
      .map(([at, byte]) => Uint8Array.from(good, (one, index) => (index === at ? byte : one)))
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      changed,
      fc.nat(good.length).map((end) => good.slice(0, end)),
    )
    fc.assert(
      fc.property(anyBytes, (bytes) => survives(() => readTraces(bytes, { encoding: 'protobuf' }))),
      { numRuns: 2_000 },
    )
  })
})

describe('JSON', () => {
  it('takes whole numbers as text and as numbers, ids in any case and names of enums', () => {
    const attributes = [
      { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
      { key: 'gen_ai.request.model', value: { stringValue: 'gpt-4o-mini' } },
      { key: 'gen_ai.usage.input_tokens', value: { intValue: 4020 } },
      { key: 'gen_ai.usage.output_tokens', value: { intValue: '240' } },
    ]
    const span = {
      ...makeSpan({ traceId: 'ABCDEF'.padEnd(32, '0'), kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_OK' }, future: 1 }),
      attributes,
    }
    const [record] = readTraces(makeRequest([span])).accepted
    expect(record?.event).toMatchObject({
      traceId: 'abcdef'.padEnd(32, '0'),
      usage: { input_tokens: 4_020n, output_tokens: 240n },
    })
  })

  it('of any kind is read or refused, never a surprise, and never makes a negative count', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 1e300, '-5', '16399', '', null, [], {}, '__proto__', 'constructor', '\u0000'),
    )
    const names = fc.constantFrom(
      ...[
        'gen_ai.usage.input_tokens',
        'gen_ai.usage.output_tokens',
        'gen_ai.usage.cache_read.input_tokens',
        'output.value',
        'error.type',
      ],
      ...[
        'gen_ai.usage.reasoning_tokens',
        'ai.response.providerMetadata',
        'metadata',
        '__proto__',
        'gen_ai.usage.cost',
        'user.id',
      ],
    )
    const value = fc.oneof(
      fc.record({ key: names, value: fc.record({ stringValue: odd, intValue: odd, doubleValue: odd }, { requiredKeys: [] }) }),
      odd,
    )
    const span = fc
      .record(
        {
          ...{
            traceId: odd,
            spanId: odd,
            parentSpanId: odd,
            startTimeUnixNano: odd,
            endTimeUnixNano: odd,
            status: odd,
            events: odd,
          },
          attributes: fc.oneof(fc.array(value), odd),
        },
        { requiredKeys: [] },
      )
      .map((changes) => ({ ...makeSpan(), ...changes }))
    const scopes = fc.oneof(fc.array(fc.record({ scope: odd, spans: fc.oneof(fc.array(span), odd) }, { requiredKeys: [] })), odd)
    const request = fc.oneof(
      fc.array(span).map((spans) => makeRequest(spans)),
      fc.record({
        resourceSpans: fc.oneof(fc.array(fc.record({ resource: odd, scopeSpans: scopes }, { requiredKeys: [] })), odd),
      }),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(request, (body) =>
        survives(() => {
          for (const { event } of readTraces(body).accepted) {
            for (const count of Object.values(event.usage))
              expect(count === null || count === undefined || count >= 0n).toBe(true)
          }
        }),
      ),
      { numRuns: 500 },
    )
  })
})
