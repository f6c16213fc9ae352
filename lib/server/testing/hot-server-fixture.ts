import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterEach } from 'vitest'
import { findFreePort } from '../free-port'
import type { HotRoute } from '../hot-routes'
import { type HotServerOptions, startHotServer } from '../hot-server'

const cleanups: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Routes of every kind. */
const routes: HotRoute[] = [
  { path: '/api/health', methods: { GET: async () => Response.json({ status: 'ok' }) } },
  {
    path: '/hot/{name}',
    methods: {
      POST: async (request, { requestId, address }) =>
        Response.json({ text: await request.text(), url: request.url, requestId, address, host: request.headers.get('host') }),
    },
  },
  { path: '/refusing', methods: { POST: async () => new Response('no', { status: 413 }) } },
  {
    path: '/half',
    methods: {
      POST: async (request) => {
        for await (const _chunk of request.body ?? []) return new Response('enough', { status: 413 })
        return new Response('empty')
      },
    },
  },
  {
    path: '/broken',
    methods: {
      GET: async () => {
        throw new Error('password=hunter2 at line 3')
      },
    },
  },
  { path: '/shared', methods: { POST: async () => new Response('hot') }, otherMethods: 'next' },
]

type Upstream = (request: IncomingMessage, response: ServerResponse) => void

/** A stand-in for Next. */
export async function startUpstream(handler: Upstream) {
  const server = createServer(handler)
  const port = await findFreePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, origin: `http://127.0.0.1:${port}` }
}

/** The real hot server on a free port, in front of `nextOrigin` or of nothing. */
export async function startHot(options: Partial<HotServerOptions> = {}) {
  const nextOrigin = options.nextOrigin ?? `http://127.0.0.1:${await findFreePort()}`
  const hot = await startHotServer({
    ...{ port: 0, hostname: '127.0.0.1', routes, trustProxy: false, drainTimeoutMs: 500 },
    ...options,
    nextOrigin,
  })
  cleanups.push(() => hot.stop())
  return { ...hot, url: `http://127.0.0.1:${hot.port}` }
}

/** An upstream that answers what it was asked, as JSON. */
export const echo: Upstream = (request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }))
  })
}

/** Sends bytes as they are and resolves with all that comes back until the server closes or `enough` is satisfied. */
export function sendRaw(port: number, text: string, enough: (answer: string) => boolean = () => false): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      if (enough(answer)) socket.destroy()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}
