import { describe, expect, it } from 'vitest'
import type { HotRoute } from './hot-routes'
import { echo, sendRaw, startHot, startUpstream } from './testing/hot-server-fixture'

describe('the hot server', () => {
  it('answers its own routes while Next is away', async () => {
    const { url } = await startHot()
    const answer = await fetch(`${url}/api/health`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ok' })
  })

  it('gives a handler the body, the path, the client and an id that the answer repeats', async () => {
    const { url, port } = await startHot()
    const answer = await fetch(`${url}/hot/one?x=1`, { method: 'POST', body: 'hello' })
    const seen = await answer.json()
    expect(seen).toMatchObject({ text: 'hello', url: `${url}/hot/one?x=1`, address: '127.0.0.1', host: `127.0.0.1:${port}` })
    expect(answer.headers.get('x-request-id')).toBe(seen.requestId)
  })

  it('keeps a sane request id and replaces one that could forge a log line', async () => {
    const { url } = await startHot()
    const ask = async (id: string) =>
      (await fetch(`${url}/api/health`, { headers: { 'x-request-id': id } })).headers.get('x-request-id')
    expect(await ask('trace-12345678')).toBe('trace-12345678')
    for (const id of ['short', 'has space in it', '"quoted-12345678"', 'x'.repeat(129)]) expect(await ask(id)).not.toBe(id)
  })

  it('answers HEAD like GET, without the body', async () => {
    const { url } = await startHot()
    const answer = await fetch(`${url}/api/health`, { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.text()).toBe('')
  })

  it('refuses other methods with a problem document that lists the right ones', async () => {
    const { url } = await startHot()
    const answer = await fetch(`${url}/api/health`, { method: 'DELETE' })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })

  it('leaves the other methods of a shared path to Next', async () => {
    const { origin } = await startUpstream(echo)
    const { url } = await startHot({ nextOrigin: origin })
    expect(await (await fetch(`${url}/shared`, { method: 'POST' })).text()).toBe('hot')
    expect(await (await fetch(`${url}/shared`)).json()).toMatchObject({ method: 'GET', url: '/shared' })
  })

  it('tells nothing of an unexpected error but the id it is logged under', async () => {
    const { url } = await startHot()
    const answer = await fetch(`${url}/broken`)
    const text = await answer.text()
    expect(answer.status).toBe(500)
    expect(text).not.toContain('hunter2')
    expect(JSON.parse(text).request_id).toBe(answer.headers.get('x-request-id'))
  })

  it.each(['/refusing', '/half'])('lets the client read the refusal of a body that it is still sending (%s)', async (path) => {
    const { port } = await startHot()
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n`
    const answer = await sendRaw(port, head + 'x'.repeat(200_000), (text) => text.includes('413'))
    expect(answer).toMatch(/^HTTP\/1\.1 413/)
    expect(answer.toLowerCase()).toContain('connection: close')
  })

  it('serves the next request of a connection whose last body no handler read', async () => {
    const { port } = await startHot()
    const body = 'x'.repeat(60_000)
    const request = `POST /refusing HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const health = 'GET /api/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
    const answer = await sendRaw(port, request + health)
    // Either both were served, or the connection was closed in order after the first: never a hang.
    expect(answer).toMatch(/^HTTP\/1\.1 413/)
    expect(/HTTP\/1\.1 200/.test(answer) || /connection: close/i.test(answer)).toBe(true)
  })

  it('aborts the request of a handler whose client has gone', async () => {
    let aborted: (() => void) | undefined
    const gone = new Promise<void>((resolve) => {
      aborted = resolve
    })
    let entered: (() => void) | undefined
    const started = new Promise<void>((resolve) => {
      entered = resolve
    })
    const waiting: HotRoute = {
      path: '/waiting',
      methods: {
        GET: (request) =>
          new Promise<Response>((resolve) => {
            request.signal.addEventListener('abort', () => {
              aborted?.()
              resolve(new Response('late'))
            })
            entered?.()
          }),
      },
    }
    const { url } = await startHot({ routes: [waiting] })
    const controller = new AbortController()
    const answer = fetch(`${url}/waiting`, { signal: controller.signal })
    await started
    controller.abort()
    await expect(answer).rejects.toThrow()
    await gone
  })

  it('streams an answer out as it is made', async () => {
    let finish: (() => void) | undefined
    const streaming: HotRoute = {
      path: '/stream',
      methods: {
        GET: async () =>
          new Response(
            new ReadableStream({
              start(controller) {
                controller.enqueue(new TextEncoder().encode('first'))
                finish = () => {
                  controller.enqueue(new TextEncoder().encode('last'))
                  controller.close()
                }
              },
            }),
          ),
      },
    }
    const { url } = await startHot({ routes: [streaming] })
    const reader = (await fetch(`${url}/stream`)).body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first')
    finish?.()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('last')
  })

  it('refuses a header that is too large and a host that is none', async () => {
    const { port } = await startHot()
    expect(await sendRaw(port, `GET /api/health HTTP/1.1\r\nHost: a\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431/,
    )
    expect(await sendRaw(port, 'GET /api/health HTTP/1.1\r\nHost: a b/../c\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400/,
    )
    expect(await sendRaw(port, 'GET /api/health HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
  })

  it('says which port is taken', async () => {
    const { port } = await startHot()
    await expect(startHot({ port })).rejects.toThrow(`Port ${port} is taken by another program`)
  })

  it('finishes a request under way at a stop, and takes no new one', async () => {
    let release: (() => void) | undefined
    let entered: (() => void) | undefined
    const started = new Promise<void>((resolve) => {
      entered = resolve
    })
    const slow: HotRoute = {
      path: '/slow',
      methods: {
        GET: () =>
          new Promise<Response>((resolve) => {
            release = () => resolve(new Response('done'))
            entered?.()
          }),
      },
    }
    const hot = await startHot({ routes: [slow], drainTimeoutMs: 10_000 })
    const answer = fetch(`${hot.url}/slow`)
    await started
    const stopped = hot.stop()
    await expect(fetch(`${hot.url}/slow`)).rejects.toThrow()
    release?.()
    expect(await (await answer).text()).toBe('done')
    await stopped
  })

  it('cuts a request that outlasts the limit of a stop', async () => {
    let entered: (() => void) | undefined
    const started = new Promise<void>((resolve) => {
      entered = resolve
    })
    const endless: HotRoute = { path: '/endless', methods: { GET: () => new Promise<Response>(() => entered?.()) } }
    const hot = await startHot({ routes: [endless], drainTimeoutMs: 100 })
    const answer = fetch(`${hot.url}/endless`).catch((error: unknown) => error)
    await started
    await hot.stop()
    expect(await answer).toBeInstanceOf(Error)
  })
})
