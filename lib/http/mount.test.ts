import { describe, expect, it, test } from 'vitest'
import type { HandlerContext } from './handler'
import { mount } from './mount'

const get = (headers: Record<string, string> = {}) => new Request('http://ascribe.test/', { headers })
const addressOf = async (headers: Record<string, string>) => {
  let seen: HandlerContext | undefined
  await mount(async (_request, context) => {
    seen = context
    return new Response()
  })(get(headers))
  return seen?.address
}

describe('a mounted handler', () => {
  it('answers with the request id that came in', async () => {
    const handler = mount(async (_request, { requestId }) => new Response(requestId))
    const response = await handler(get({ 'x-request-id': 'request-1' }))
    expect(response.headers.get('x-request-id')).toBe('request-1')
    expect(await response.text()).toBe('request-1')
  })

  it('makes a request id where none came in, another one each time', async () => {
    const handler = mount(async (_request, { requestId }) => new Response(requestId))
    const [first, second] = [await handler(get()), await handler(get())]
    expect(first.headers.get('x-request-id')).toBe(await first.text())
    expect(first.headers.get('x-request-id')).not.toBe(second.headers.get('x-request-id'))
  })

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7, 10.0.0.1', '192.0.2.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['', 'unknown'],
  ])('knows the client’s address from "%s"', async (header, address) => {
    expect(await addressOf({ 'x-forwarded-for': header })).toBe(address)
  })

  it('knows no address where none is told', async () => expect(await addressOf({})).toBe('unknown'))

  it.each([
    ['a redirect', () => Response.redirect('http://ascribe.test/elsewhere', 303), 303],
    ['an answer without a body', () => new Response(null, { status: 204 }), 204],
    ['a failure of the network', () => Response.json({ a: 1 }, { status: 502 }), 502],
  ])('passes on %s', async (_what, make, status) => {
    const made = make()
    const expected = { location: made.headers.get('location'), body: await made.clone().text() }
    const response = await mount(async () => made)(get({ 'x-request-id': 'request-1' }))
    expect(response.status).toBe(status)
    expect({ location: response.headers.get('location'), body: await response.text() }).toEqual(expected)
    expect(response.headers.get('x-request-id')).toBe('request-1')
  })

  it('keeps each of several cookies', async () => {
    const headers = new Headers([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    const response = await mount(async () => new Response(null, { headers }))(get())
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('answers what a handler throws as a problem that says nothing of it', async () => {
    const response = await mount(async () => {
      throw new Error('relation "secret_table" does not exist')
    })(get({ 'x-request-id': 'request-1' }))
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(response.headers.get('x-request-id')).toBe('request-1')
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', request_id: 'request-1' })
    expect(text).not.toContain('secret_table')
  })
})
