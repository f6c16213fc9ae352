import { describe, expect, it, test } from 'vitest'
import { readJson, readText } from './read-body'

const post = (body: BodyInit | null, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  new Request('http://ascribe.test/', { method: 'POST', body, headers })

/** A body that comes in pieces of unknown number, as chunked requests do; notes how many were taken. */
function stream(pieces: Iterable<Uint8Array>) {
  const iterator = pieces[Symbol.iterator]()
  const counted = { taken: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next()
        if (done) return controller.close()
        counted.taken += 1
        controller.enqueue(value)
      },
      cancel() {
        counted.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } }
  return { request: new Request('http://ascribe.test/', init), counted }
}
function* endless(piece: Uint8Array) {
  for (;;) yield piece
}

describe('readJson', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/cloudevents+json'])(
    'takes %s',
    async (type) => expect(await readJson(post('{"a":[1]}', { 'content-type': type }), 100)).toEqual({ a: [1] }),
  )

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonx', ''])(
    'refuses the type "%s" and says which to send',
    async (type) => {
      await expect(readJson(post('{}', { 'content-type': type }), 100)).rejects.toMatchObject({
        code: 'unsupported_media_type',
        message: 'Send the body as content-type: application/json.',
      })
    },
  )

  test.each([
    ['{"secret":}', 10],
    ['', 0],
    ['{"secret":1', 11],
  ])('tells where %j breaks, and does not repeat it', async (body, at) => {
    await expect(readJson(post(body), 100)).rejects.toMatchObject({
      code: 'unreadable',
      message: `The body is not JSON: it breaks at character ${at}.`,
    })
  })
})

describe('readText', () => {
  it('puts characters together that were cut between pieces', async () => {
    const bytes = new TextEncoder().encode('é🚀支')
    const { request } = stream([...bytes].map((byte) => Uint8Array.of(byte)))
    expect(await readText(request, 100)).toBe('é🚀支')
  })

  it('is empty without a body', async () => {
    expect(await readText(new Request('http://ascribe.test/'), 100)).toBe('')
  })

  test.each([
    ['a byte that no character has', [0x61, 0xff]],
    ['half a character at the end', [0xc3]],
  ])('refuses %s', async (_what, bytes) => {
    await expect(readText(post(Uint8Array.from(bytes)), 100)).rejects.toMatchObject({ code: 'unreadable' })
  })

  it('takes a body of just the limit, in bytes', async () => {
    expect(await readText(post('é'.repeat(50)), 100)).toHaveLength(50)
    await expect(readText(post('é'.repeat(51)), 100)).rejects.toMatchObject({ code: 'too_large', status: 413 })
  })

  it('refuses an announced length beyond the limit before it reads anything', async () => {
    const { request, counted } = stream(endless(new Uint8Array(10)))
    request.headers.set('content-length', '101')
    await expect(readText(request, 100)).rejects.toMatchObject({ code: 'too_large' })
    expect(counted.taken).toBe(0)
  })

  it('stops an endless body without a length at the limit, and tells the sender to stop', async () => {
    const { request, counted } = stream(endless(new Uint8Array(10).fill(0x61)))
    await expect(readText(request, 100)).rejects.toMatchObject({
      code: 'too_large',
      message: 'The body is larger than 100 bytes.',
    })
    expect(counted).toEqual({ taken: 11, cancelled: true })
  })
})
