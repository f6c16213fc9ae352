import { describe, expect, it } from 'vitest'
import { readyRequest, readyResponse } from './ready-message'

const signal = () => new AbortController().signal
const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text))
const received = (text: string) =>
  readyRequest({
    method: 'POST',
    url: 'http://ascribe.test/a?b=1',
    headers: { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] },
    bytes: bytesOf(text),
    openSignal: signal,
  })

describe('a request that was received to its end', () => {
  it('reads like any other, whichever way it is read', async () => {
    expect(received('{}')).toBeInstanceOf(Request)
    expect(await received('{"a":"é"}').json()).toEqual({ a: 'é' })
    expect(await received('é').text()).toBe('é')
    expect(new Uint8Array(await received('é').arrayBuffer())).toEqual(bytesOf('é'))
    const chunks: Uint8Array[] = []
    for await (const chunk of received('abc').body ?? []) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('abc')
    expect(received('').url).toBe('http://ascribe.test/a?b=1')
    expect(received('').method).toBe('POST')
  })

  it('has its headers under names of any case, several values as one, and null for what was not sent', () => {
    const { headers } = received('')
    expect(headers.get('content-type')).toBe('text/plain')
    expect(headers.get('Content-Type')).toBe('text/plain')
    expect(headers.get('set-cookie')).toBe('a=1, b=2')
    expect(headers.get('__proto__')).toBeNull()
    expect(headers.get('constructor')).toBeNull()
    expect([...headers.keys()]).toContain('content-type')
    headers.set('content-type', 'text/html')
    expect(headers.get('content-type')).toBe('text/html')
  })

  it('gives its bytes away once', async () => {
    const request = received('abc')
    await request.arrayBuffer()
    await expect(request.arrayBuffer()).rejects.toThrow(TypeError)
  })

  it('has no signal made until somebody asks, and then one', () => {
    let made = 0
    const openSignal = () => {
      made += 1
      return new AbortController().signal
    }
    const request = readyRequest({ method: 'GET', url: 'http://ascribe.test/', headers: {}, bytes: null, openSignal })
    expect(request.headers.get('accept')).toBeNull()
    expect(made).toBe(0)
    expect(request.signal).toBe(request.signal)
    expect(made).toBe(1)
  })
})

describe('an answer that is ready', () => {
  it('reads like any other, also after it was awaited', async () => {
    const answer = await Promise.resolve(readyResponse({ status: 201, headers: { 'content-type': 'text/plain' }, text: 'é' }))
    expect(answer).toBeInstanceOf(Response)
    expect(answer.status).toBe(201)
    expect(answer.ok).toBe(true)
    expect(answer.headers.get('content-type')).toBe('text/plain')
    expect(await answer.text()).toBe('é')
  })
})
