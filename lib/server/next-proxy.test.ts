import { request as httpRequest } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { echo, sendRaw, startHot, startUpstream } from './testing/hot-server-fixture'

describe('what is handed on to Next', () => {
  it('goes with method, path, query and body, and comes back with every cookie', async () => {
    const { origin } = await startUpstream(echo)
    const { url } = await startHot({ nextOrigin: origin })
    const answer = await fetch(`${url}/spend?team=a%20b`, { method: 'PUT', body: 'payload' })
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(answer.headers.get('x-request-id')).toBeTruthy()
    expect(await answer.json()).toMatchObject({ method: 'PUT', url: '/spend?team=a%20b', body: 'payload' })
  })

  it('carries our word on who the client is, not the client’s', async () => {
    const { origin } = await startUpstream(echo)
    const { url, port } = await startHot({ nextOrigin: origin })
    const lies = {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=6.6.6.6',
      'x-real-ip': '6.6.6.6',
    }
    const { headers } = await (await fetch(`${url}/`, { headers: lies })).json()
    expect(headers).toMatchObject({
      host: `127.0.0.1:${port}`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': `127.0.0.1:${port}`,
    })
    expect(JSON.stringify(headers)).not.toContain('6.6.6.6')
  })

  it('believes a trusted proxy, and of several addresses the one that it added itself', async () => {
    const { origin } = await startUpstream(echo)
    const { url } = await startHot({ nextOrigin: origin, trustProxy: true })
    const told = {
      'x-forwarded-for': '6.6.6.6, 203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'ascribe.example',
    }
    const { headers } = await (await fetch(`${url}/`, { headers: told })).json()
    expect(headers).toMatchObject({
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'ascribe.example',
    })
  })

  it('leaves out what was meant for one connection only', async () => {
    const { origin } = await startUpstream(echo)
    const { port } = await startHot({ nextOrigin: origin })
    const text = await sendRaw(
      port,
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: close, x-secret-hop\r\nX-Secret-Hop: 1\r\nProxy-Authorization: Basic eA==\r\nTE: trailers\r\n\r\n',
    )
    expect(text).toMatch(/^HTTP\/1\.1 200/)
    expect(text).not.toMatch(/x-secret-hop|proxy-authorization|"te"|keep-alive: timeout/i)
    expect(text).toMatch(/connection: close/i)
  })

  it('streams in both directions at once', async () => {
    const { origin } = await startUpstream((request, response) => {
      response.flushHeaders()
      request.pipe(response)
    })
    const { port } = await startHot({ nextOrigin: origin })
    const heard: string[] = []
    await new Promise<void>((resolve, reject) => {
      const outgoing = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/pipe' }, (answer) => {
        outgoing.write('two')
        answer.on('data', (chunk) => {
          heard.push(chunk.toString())
          if (heard.join('') === 'onetwo') outgoing.end()
        })
        answer.on('end', resolve)
      })
      outgoing.on('error', reject)
      outgoing.write('one')
    })
    expect(heard.join('')).toBe('onetwo')
  })

  it('stops Next’s work when the client goes away', async () => {
    let closed: (() => void) | undefined
    const upstreamClosed = new Promise<void>((resolve) => {
      closed = resolve
    })
    const { origin } = await startUpstream((_request, response) => {
      response.on('close', () => closed?.())
      response.write('some')
    })
    const { url } = await startHot({ nextOrigin: origin })
    const controller = new AbortController()
    await (await fetch(`${url}/`, { signal: controller.signal })).body?.getReader().read()
    controller.abort()
    await upstreamClosed
  })

  it('passes compressed answers untouched', async () => {
    const zipped = gzipSync('compressed')
    const { origin } = await startUpstream((_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(zipped)
    })
    const { url } = await startHot({ nextOrigin: origin })
    expect(await (await fetch(`${url}/`)).text()).toBe('compressed')
  })

  it('upgrades websockets, and both sides can speak', async () => {
    const { server, origin } = await startUpstream(echo)
    server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
      socket.on('data', (chunk: Buffer) => socket.write(`heard ${chunk}`))
      socket.on('error', () => {})
    })
    const { port } = await startHot({ nextOrigin: origin })
    const answer = await new Promise<string>((resolve, reject) => {
      const outgoing = httpRequest({
        port,
        host: '127.0.0.1',
        path: '/ws',
        headers: { connection: 'Upgrade', upgrade: 'websocket' },
      })
      outgoing.on('upgrade', (_response, socket) => {
        socket.once('data', (chunk: Buffer) => {
          resolve(chunk.toString())
          socket.destroy()
        })
        socket.write('ping')
      })
      outgoing.on('error', reject)
      outgoing.end()
    })
    expect(answer).toBe('heard ping')
  })

  it('treats the h2c offer of Java’s client as an ordinary request, body and all', async () => {
    const { port } = await startHot()
    const answer = await sendRaw(
      port,
      'POST /hot/one HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\nContent-Length: 5\r\n\r\nhello',
      (text) => text.includes('}'),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200/)
    expect(answer).toContain('"text":"hello"')
  })

  it('is a problem document with Retry-After for programs while Next is away', async () => {
    const { url } = await startHot()
    const answer = await fetch(`${url}/api/v1/reports/spend`, { method: 'POST', body: 'x'.repeat(100_000) })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ code: 'unavailable', request_id: answer.headers.get('x-request-id') })
  })

  it('is a page that reloads itself for people while Next is away', async () => {
    const { url } = await startHot()
    const answer = await fetch(`${url}/overview`, { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('http-equiv="refresh"')
  })

  it('is cut, not ended as if whole, when Next dies in the middle of an answer', async () => {
    const { origin } = await startUpstream((_request, response) => {
      response.setHeader('content-length', '1000')
      response.write('half')
      setImmediate(() => response.destroy())
    })
    const { url } = await startHot({ nextOrigin: origin })
    await expect(fetch(`${url}/`).then((answer) => answer.text())).rejects.toThrow()
  })
})
