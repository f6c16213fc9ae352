import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { type ExportTransaction, findDatabaseUrl, readExportSnapshot, stalledAfterMs } from './export-client'

/** A file as it is written: what is known before its first line, and its text in pieces. */
interface OpenedFile<Head> {
  readonly head: Head
  readonly pieces: AsyncIterable<{ readonly text: string }>
}

/** Each takes a connection and a snapshot for as long as the reader takes. */
const maxAtOnce = 4
let openFiles = 0

const bufferBytes = 256 * 1024

/**
 * Streams a file out of one snapshot at the pace of whoever reads it: nothing is read ahead but a buffer's worth. A reader who
 * leaves, or takes nothing for two minutes, ends it.
 *
 * @throws AppError `unavailable` while as many files as the process allows are being read.
 */
export async function streamSnapshot<Head>(
  open: (tx: ExportTransaction) => Promise<OpenedFile<Head>>,
): Promise<{ head: Head; body: ReadableStream<Uint8Array> }> {
  if (openFiles >= maxAtOnce) {
    const message = 'As many files are being read as this process allows. Try again in a minute, or ask for it as an export.'
    throw new AppError('unavailable', message, { retryAfterSeconds: 60 })
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(
    undefined,
    new ByteLengthQueuingStrategy({ highWaterMark: bufferBytes }),
    new ByteLengthQueuingStrategy({ highWaterMark: bufferBytes }),
  )
  const writer = writable.getWriter()
  // Both are awaited below as well; a reader who has left is no surprise here.
  writer.closed.catch(() => {})
  openFiles += 1
  const head = new Promise<Head>((resolve, reject) => {
    readExportSnapshot(findDatabaseUrl(), async (tx) => {
      const file = await open(tx)
      resolve(file.head)
      for await (const { text } of file.pieces) await writePiece(writer, text)
    })
      .then(
        () => writer.close(),
        async (error) => {
          reject(error)
          log.warn({ err: error }, 'a file was not read to its end')
          await writer.abort(error)
        },
      )
      .catch(() => {})
      .finally(() => {
        openFiles -= 1
      })
  })
  return { head: await head, body: readable }
}

async function writePiece(writer: WritableStreamDefaultWriter<Uint8Array>, text: string): Promise<void> {
  await takenInTime(writer.ready)
  // Its failure is the next piece's, whose turn waits for this one.
  writer.write(Buffer.from(text)).catch(() => {})
}

async function takenInTime(ready: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const stalled = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the reader takes nothing')), stalledAfterMs)
  })
  try {
    await Promise.race([ready, stalled])
  } finally {
    clearTimeout(timer)
  }
}

/** A CSV file that is made while it is sent. */
export function csvStream(body: ReadableStream<Uint8Array>, fileName: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'private, no-store',
      ...headers,
    },
  })
}
