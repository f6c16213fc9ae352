import { createConnection, type Socket } from 'node:net'
import { findPercentile } from '@/lib/replay/percentiles'

/** How fast requests were answered. */
export interface LoadFigure {
  readonly requests: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Where requests go. */
interface Target {
  readonly port: number
  readonly path: string
  readonly key: string
}

/** The whole request as it goes over the wire, so that the client costs next to nothing of the cores it shares with the server. */
export function frameRequest({ port, path, key }: Target, body: string): Buffer {
  const content = Buffer.from(body)
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    `content-length: ${content.length}`,
    '',
    '',
  ].join('\r\n')
  return Buffer.concat([Buffer.from(head), content])
}

interface LoadOptions {
  readonly port: number
  readonly connections: number
  readonly requests: readonly Buffer[]
  /** Requests a second, sent when they are due whether or not earlier ones were answered; absent: as fast as answers come. */
  readonly perSecond?: number
  /** When to send no more, whatever is left. */
  readonly maxSeconds?: number
}

/**
 * Sends requests over kept connections and waits for their answers. Paced, a request's time begins when it was due, so that
 * waiting for a free connection counts (otherwise a stall would hide the requests that it holds up).
 *
 * @throws Error at the first answer that is not 200.
 */
export async function runLoad({ port, connections, requests, perSecond, maxSeconds }: LoadOptions): Promise<LoadFigure> {
  const durationsMs: number[] = []
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient(port)))
  let next = 0
  const startMs = performance.now()
  const endMs = startMs + (maxSeconds ?? Number.POSITIVE_INFINITY) * 1000
  try {
    await Promise.all(
      clients.map(async (client) => {
        for (;;) {
          const index = next++
          const request = requests[index]
          if (request === undefined || performance.now() > endMs) return
          const dueMs = perSecond === undefined ? performance.now() : startMs + (index * 1000) / perSecond
          await waitUntil(dueMs)
          await client.send(request)
          durationsMs.push(performance.now() - dueMs)
        }
      }),
    )
  } finally {
    for (const client of clients) client.close()
  }
  const seconds = (performance.now() - startMs) / 1000
  return {
    requests: durationsMs.length,
    requestsPerSecond: durationsMs.length / seconds,
    p50Ms: findPercentile(durationsMs, 0.5) ?? 0,
    p99Ms: findPercentile(durationsMs, 0.99) ?? 0,
  }
}

/** Timers are a millisecond late at best; what is nearly due goes at once. */
async function waitUntil(dueMs: number): Promise<void> {
  const leftMs = dueMs - performance.now()
  if (leftMs > 1) await new Promise((resolve) => setTimeout(resolve, leftMs - 1))
}

interface Client {
  send(request: Buffer): Promise<void>
  close(): void
}

function openClient(port: number): Promise<Client> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => resolve(createClient(socket)))
  })
}

function createClient(socket: Socket): Client {
  let received = ''
  let waiting: { resolve: () => void; reject: (error: Error) => void } | null = null
  const settle = (error: Error | null) => {
    const current = waiting
    waiting = null
    received = ''
    if (error === null) current?.resolve()
    else current?.reject(error)
  }
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    received += chunk
    const fault = readAnswer(received)
    if (fault !== undefined) settle(fault)
  })
  socket.on('error', (error) => settle(error))
  socket.on('close', () => settle(new Error('the server closed a connection')))
  return {
    send(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      })
    },
    close: () => socket.destroy(),
  }
}

/** Null for a whole good answer, an error for another one, undefined while it is not all there. */
function readAnswer(text: string): Error | null | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const head = text.slice(0, headEnd)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  const isWhole = length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= headEnd + 4 + Number(length)
  if (!isWhole) return undefined
  return head.startsWith('HTTP/1.1 200') ? null : new Error(`the server answered ${text.slice(0, 600)}`)
}
