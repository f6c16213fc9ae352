import { Readable } from 'node:stream'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import { createGunzip } from 'node:zlib'
import { AppError } from '@/lib/errors'
import type { BodyShare } from './body-budget'

const maxAtOnceBytes = 64 * 1024

/**
 * Reads a body, `gzip` or as it is, counting bytes while they stream: a body of any claimed or hidden size costs at most
 * `maxBytes` of memory, of which `share` knows.
 *
 * @throws AppError `unsupported_media_type` for another encoding, `too_large`, `unreadable` for a body that is cut off or not
 *   gzip, `unavailable` where all bodies together are too many.
 */
export async function readBody(request: Request, maxBytes: number, share: BodyShare): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? ''
  const isCompressed = encoding === 'gzip' || encoding === 'x-gzip'
  if (!isCompressed && encoding !== '' && encoding !== 'identity') {
    throw new AppError('unsupported_media_type', 'Send the body as content-encoding: gzip, or without an encoding.')
  }
  const claimedBytes = Number(request.headers.get('content-length') ?? 0)
  if (claimedBytes > maxBytes) throw tooLarge(maxBytes)
  // Behind HTTP no body is longer than it claims; of a small one a stream would cost more than the rest of its request.
  if (!isCompressed && claimedBytes > 0 && claimedBytes <= maxAtOnceBytes) {
    return collect([new Uint8Array(await request.arrayBuffer())], maxBytes, share, (error) => error)
  }
  if (request.body === null) return new Uint8Array()
  return isCompressed
    ? collect(inflate(request.body), maxBytes, share, explainGzip)
    : collect(request.body, maxBytes, share, (error) => error)
}

async function* inflate(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.fromWeb(body as NodeWebStream<Uint8Array>)
  const gunzip = createGunzip()
  source.once('error', (error) => gunzip.destroy(error))
  try {
    yield* source.pipe(gunzip)
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

async function collect(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
  share: BodyShare,
  explain: (error: unknown) => unknown,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let received = 0
  try {
    for await (const chunk of chunks) {
      received += chunk.byteLength
      if (received > maxBytes) throw tooLarge(maxBytes)
      share.take(chunk.byteLength)
      parts.push(chunk)
    }
  } catch (error) {
    throw error instanceof AppError ? error : explain(error)
  }
  const whole = new Uint8Array(received)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

function explainGzip(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') {
    return new AppError('unreadable', 'The gzip body ends before its end: it was cut off. Send it again, whole.', {
      cause: error,
    })
  }
  if (code.startsWith('Z_')) {
    return new AppError('unreadable', 'The body is not gzip: compress it, or leave content-encoding out.', { cause: error })
  }
  return error
}

function tooLarge(maxBytes: number): AppError {
  const limit = maxBytes.toLocaleString('en-US')
  return new AppError('too_large', `The body is larger than ${limit} bytes after decompression: split it into several requests.`)
}
