import { Agent, type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createProxyServer } from 'httpxy'
import { AppError, problemResponse } from '@/lib/errors'
import { log } from '@/lib/log'
import { writeWebResponse } from './node-adapter'
import { startingPage } from './starting-page'

/** Hands requests on to Next, bodies and answers streaming. */
export interface NextProxy {
  forward(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void
  close(): void
}

/** No byte in either direction for this long means that Next hangs. */
const idleTimeoutMs = 5 * 60_000
const retryAfterSeconds = 2

/** RFC 9110 (7.6.1): meant for one connection only. `transfer-encoding` stays, since it frames the body that we pass on. */
const hopByHopHeaders = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
]

function dropHopByHopHeaders(headers: IncomingMessage['headers']): void {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  for (const name of [...named, ...hopByHopHeaders]) {
    if (name !== 'transfer-encoding' && name !== 'content-length') delete headers[name]
  }
}

/** A proxy to `target`, such as `http://127.0.0.1:43211`. */
export function createNextProxy(target: string): NextProxy {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 64 })
  const proxy = createProxyServer({ target, agent, xfwd: false, proxyTimeout: idleTimeoutMs })
  proxy.on('proxyRes', (answer, _request, response) => {
    dropHopByHopHeaders(answer.headers)
    answer.headers.connection = response.shouldKeepAlive ? 'keep-alive' : 'close'
  })
  proxy.on('error', (error, request, response) => {
    // Where the client left first there is nobody to tell.
    if (!request || !response || response.destroyed) return
    log.warn({ err: error, request_id: request.headers['x-request-id'] }, 'Next did not answer')
    if (!(response instanceof ServerResponse)) response.destroy()
    else if (response.headersSent) response.destroy()
    else void writeWebResponse(request, response, answerForAbsentNext(request)).catch(() => response.destroy())
  })
  return {
    forward(request, response) {
      dropHopByHopHeaders(request.headers)
      // Errors arrive at the listener above; the promise adds nothing to them.
      proxy.web(request, response).catch(() => {})
    },
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      proxy.ws(request, socket, { agent: false }, head).catch(() => socket.destroy())
    },
    close: () => agent.destroy(),
  }
}

/** While Next starts or restarts: a page that reloads itself for people, a problem document for programs. */
function answerForAbsentNext(request: IncomingMessage): Response {
  const isNavigation = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
  if (isNavigation) return startingPage(retryAfterSeconds)
  const requestId = String(request.headers['x-request-id'] ?? '')
  return problemResponse(
    new AppError('unavailable', 'The app is starting. Try again in a moment.', { retryAfterSeconds }),
    requestId,
  )
}
