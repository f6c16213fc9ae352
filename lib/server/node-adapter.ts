import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import { findReadyAnswer, readyRequest, toWebHeaders } from '@/lib/http/ready-message'
import type { ClientOrigin } from './client-origin'

const bodyBufferBytes = 64 * 1024
/** How long an answer may stay on the line while the rest of an unwanted body is thrown away. */
const lingerMs = 2_000

/** Up to this size a body is read before its handler runs: nearly always it came with the head of the request. */
const maxReadyBytes = 64 * 1024

/**
 * A web `Request` for a Node request. A large body, or one of unknown size, streams. Its signal aborts when the client goes away.
 *
 * @returns null where the client went away before the end of a small body.
 */
export async function toWebRequest(
  request: IncomingMessage,
  response: ServerResponse,
  origin: ClientOrigin,
): Promise<Request | null> {
  const method = request.method ?? 'GET'
  const { href: url } = new URL(request.url ?? '/', `${origin.protocol}://${origin.host}`)
  const { headers } = request
  const openSignal = () => watchClient(response)
  if (method === 'GET' || method === 'HEAD') return readyRequest({ method, url, headers, bytes: null, openSignal })
  const length = Number(headers['content-length'] ?? 0)
  if (headers['transfer-encoding'] === undefined && length <= maxReadyBytes) {
    const bytes = await readSmallBody(request, length)
    return bytes && readyRequest({ method, url, headers, bytes, openSignal })
  }
  return new Request(url, {
    method,
    headers: toWebHeaders(headers),
    signal: openSignal(),
    body: toWebStream(request),
    duplex: 'half',
  } as RequestInit)
}

/** A signal that aborts when the client goes away before it has its answer. */
function watchClient(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  const check = () => {
    if (!response.writableFinished) gone.abort(new Error('The client went away'))
  }
  if (response.destroyed) check()
  else response.once('close', check)
  return gone.signal
}

function readSmallBody(request: IncomingMessage, length: number): Promise<Uint8Array<ArrayBuffer> | null> {
  return new Promise((resolve) => {
    const whole = new Uint8Array(length)
    let at = 0
    request.on('data', (chunk: Buffer) => {
      whole.set(chunk, at)
      at += chunk.byteLength
    })
    request.once('end', () => resolve(whole))
    // After the end these change nothing.
    request.once('close', () => resolve(null))
    request.on('error', () => resolve(null))
  })
}

/** What stops feeding a request's body to its web stream and throws the rest away. */
const discards = new WeakMap<IncomingMessage, () => void>()

/**
 * The body as a web stream. Not `Readable.toWeb`: that one destroys the socket when its reader gives up, and a handler that
 * refuses a body half-way (413, 401) could no longer answer.
 */
function toWebStream(request: IncomingMessage): ReadableStream<Uint8Array> {
  let isWanted = true
  const discard = () => {
    isWanted = false
    request.resume()
  }
  discards.set(request, discard)
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const whileWanted = (work: () => void) => () => isWanted && work()
        request.on('data', (chunk: Buffer) => {
          if (!isWanted) return
          controller.enqueue(chunk)
          if ((controller.desiredSize ?? 0) <= 0) request.pause()
        })
        const fail = whileWanted(() => {
          isWanted = false
          controller.error(new Error('The client went away before the end of the body'))
        })
        request.once(
          'end',
          whileWanted(() => {
            isWanted = false
            controller.close()
          }),
        )
        request.once('close', fail)
        request.on('error', fail)
        request.pause()
      },
      pull: () => void request.resume(),
      cancel: discard,
    },
    { highWaterMark: bodyBufferBytes, size: (chunk) => chunk.byteLength },
  )
}

/** Writes a web `Response` to the client, as fast as it reads. Returns when it is written or the client has gone. */
export async function writeWebResponse(request: IncomingMessage, response: ServerResponse, answer: Response): Promise<void> {
  const ready = findReadyAnswer(answer)
  if (ready && !hasUnreadBody(request)) {
    response.writeHead(ready.status, { ...ready.headers, 'content-length': Buffer.byteLength(ready.text) })
    response.end(ready.text)
    return
  }
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  // The rest of a body that nobody wants cannot be told from the next request: end the connection after the answer.
  if (hasUnreadBody(request)) response.setHeader('connection', 'close')
  if (request.method === 'HEAD' || answer.body === null) {
    await answer.body?.cancel()
    response.end()
  } else {
    await pipeBody(answer.body, response)
  }
  discardBody(request)
}

async function pipeBody(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader()
  const closed = finished(response).catch(() => {})
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (response.destroyed) {
        await reader.cancel()
        return
      }
      if (!response.write(value)) await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed])
    }
    response.end()
  } catch (error) {
    // The status line has gone out: only a cut connection can still tell the client that this is not the whole answer.
    response.destroy()
    throw error
  }
}

/** Not `complete` alone: without a body it turns true only after the handler was called. */
function hasUnreadBody(request: IncomingMessage): boolean {
  const announcesBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  return announcesBody && !request.complete
}

/** Reads on, so that the client gets to see the answer before the connection ends, but not for ever. */
function discardBody(request: IncomingMessage): void {
  if (request.readableEnded) return
  const discard = discards.get(request)
  if (discard) discard()
  else request.resume()
  if (!hasUnreadBody(request)) return
  const timer = setTimeout(() => request.destroy(), lingerMs)
  timer.unref()
  request.socket.once('close', () => clearTimeout(timer))
}
