import { AppError } from '@/lib/errors'
import { findJsonFault } from './find-json-fault'

/**
 * Reads a body as text, counting bytes while it streams, so that a body of any claimed or hidden size costs at most
 * `maxBytes` of memory.
 *
 * @throws AppError `too_large`, or `unreadable` where the bytes are not UTF-8.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const claimed = Number(request.headers.get('content-length') ?? 0)
  if (claimed > maxBytes) throw tooLarge(maxBytes)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let received = 0
  let text = ''
  try {
    for await (const chunk of request.body ?? []) {
      received += chunk.byteLength
      if (received > maxBytes) throw tooLarge(maxBytes)
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('unreadable', 'The body is not UTF-8 text.', { cause: error })
    throw error
  }
}

/**
 * Reads a JSON body.
 *
 * @throws AppError `unsupported_media_type`, `too_large`, or `unreadable` with the place where the JSON breaks.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json' && !type?.endsWith('+json')) {
    throw new AppError('unsupported_media_type', 'Send the body as content-type: application/json.')
  }
  const text = await readText(request, maxBytes)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('unreadable', `The body is not JSON: it breaks at character ${findJsonFault(text)}.`, { cause: error })
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too_large', `The body is larger than ${maxBytes.toLocaleString('en-US')} bytes.`)
}
