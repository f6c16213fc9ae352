import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { AppError, problemResponse } from '@/lib/errors'
import { log, withRequestId } from '@/lib/log'
import { readClientOrigin, stampRequest } from './client-origin'
import type { HotRoute } from './hot-routes'
import { createRouteMatcher } from './match-route'
import { observeRequest } from './metrics'
import { createNextProxy } from './next-proxy'
import { toWebRequest, writeWebResponse } from './node-adapter'
import { chooseRequestId } from './request-id'
import { StartError } from './start-error'
import { WebsocketOnlyRequest } from './websocket-only'

/** How to run the hot server. */
export interface HotServerOptions {
  /** 0 takes a free one. */
  port: number
  /** The interface to listen on; all by default. */
  hostname?: string
  routes: readonly HotRoute[]
  /** Where Next listens, such as `http://127.0.0.1:43211`. */
  nextOrigin: string
  /** Whether a proxy in front may say who the client is. */
  trustProxy: boolean
  /** How long requests under way may take to end at a stop. */
  drainTimeoutMs?: number
}

/** The running hot server. */
export interface HotServer {
  port: number
  /** Accepts nothing more, lets requests under way finish up to the limit, then cuts what is left. */
  stop(): Promise<void>
}

/** Limits that a well-behaved client never meets and that keep a slow or hostile one from holding a connection. */
const limits = {
  headersTimeout: 15_000,
  // A batch of 64 MB over a slow line.
  requestTimeout: 5 * 60_000,
  // Longer than the idle time of the usual load balancers (60 s), which would else reuse a connection we are closing.
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
  connectionsCheckingInterval: 5_000,
}

/**
 * Starts the server that the world talks to: it answers its own routes without waiting for Next and hands on everything
 * else.
 *
 * @throws StartError when the port is taken.
 */
export async function startHotServer(options: HotServerOptions): Promise<HotServer> {
  const matchRoute = createRouteMatcher(options.routes)
  const proxy = createNextProxy(options.nextOrigin)
  const upgraded = new Set<Socket>()

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now()
    const requestId = chooseRequestId(request.headers['x-request-id'])
    response.setHeader('x-request-id', requestId)
    const method = request.method ?? 'GET'
    const path = readPath(request)
    const match = path === null ? null : matchRoute(method, path)
    const route = match === null || match.kind === 'next' ? 'next' : match.route
    response.once('close', () => {
      observeRequest({ method, route, status: response.statusCode, seconds: (performance.now() - startedAt) / 1000 })
    })
    await withRequestId(requestId, async () => {
      try {
        if (match === null) throw new AppError('unreadable', 'The request target is not a path.')
        const origin = readClientOrigin(request, options.trustProxy)
        stampRequest(request, origin, requestId)
        if (match.kind === 'next') return proxy.forward(request, response)
        if (match.kind === 'wrong-method') {
          const refusal = new AppError('method_not_allowed', `This path takes ${match.allow}.`)
          return await writeWebResponse(request, response, problemResponse(refusal, requestId, { allow: match.allow }))
        }
        const webRequest = await toWebRequest(request, response, origin)
        if (webRequest === null) return
        const result = await match.handler(webRequest, { requestId, address: origin.address })
        await writeWebResponse(request, response, result)
      } catch (error) {
        await answerFailure(request, response, error, requestId)
      }
    })
  }

  const server = createServer({ ...limits, IncomingMessage: WebsocketOnlyRequest, noDelay: true }, (request, response) => {
    void answer(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    if (!(socket instanceof Socket)) return void socket.destroy()
    try {
      stampRequest(request, readClientOrigin(request, options.trustProxy), chooseRequestId(request.headers['x-request-id']))
    } catch {
      return void socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    }
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    proxy.upgrade(request, socket, head)
  })
  const port = await listen(server, options)
  return {
    port,
    stop: async () => {
      for (const socket of upgraded) socket.destroy()
      await drain(server, options.drainTimeoutMs ?? 8_000)
      proxy.close()
    },
  }
}

/** The path of a request, also of the absolute form that proxies send; null where there is none. */
function readPath(request: IncomingMessage): string | null {
  const target = request.url ?? ''
  const local = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]+(?=[/?]|$)/, '')
  if (local !== target) request.url = local.startsWith('/') ? local : `/${local}`
  return request.url?.startsWith('/') ? (request.url.split('?', 1)[0] ?? null) : null
}

async function answerFailure(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  requestId: string,
): Promise<void> {
  if (response.destroyed) return
  if (!(error instanceof AppError)) log.error({ err: error }, 'the handler failed')
  if (response.headersSent) return void response.destroy()
  await writeWebResponse(request, response, problemResponse(error, requestId)).catch(() => response.destroy())
}

function listen(server: Server, { port, hostname }: HotServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explainListenError(error, port)))
    server.listen(port, hostname, () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : port)
    })
  })
}

/** In words, why a port cannot be listened on. */
export function explainListenError(error: Error, port: number): Error {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} is taken by another program: end it, or set PORT to another one`)
  if (code === 'EACCES') return new StartError(`This account may not listen on port ${port}: set PORT to 1024 or above`)
  return error
}

async function drain(server: Server, timeoutMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  // A connection kept alive becomes idle only after the answer that is under way.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), timeoutMs)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}
