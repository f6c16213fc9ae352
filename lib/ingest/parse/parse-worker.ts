import { parentPort } from 'node:worker_threads'
import { AppError } from '@/lib/errors'
import { packRecords } from './pack-records'
import { openBody } from './parse-body'
import type { ParseReply, ParseRequest } from './parse-messages'

/** So many records go over at once: unpacking them holds the server up for a millisecond or two, not for the whole body. */
const recordsPerReply = 200

const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread: see parse-pool.ts')
const reply = (message: ParseReply) => port.postMessage(message)

port.on('message', ({ id, bytes, options }: ParseRequest) => {
  try {
    const parser = openBody(bytes, options)
    for (let sent = 0; sent < parser.recordCount; sent += recordsPerReply) {
      reply({ kind: 'records', id, records: packRecords(parser.next(recordsPerReply)) })
    }
    const { places, ignored, traces } = parser
    reply({ kind: 'end', id, unknownFields: [...parser.unknownFields], places, ignored, traces })
  } catch (error) {
    if (error instanceof AppError) reply({ kind: 'refused', id, code: error.code, message: error.message, errors: error.errors })
    else reply({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  }
})
reply({ kind: 'ready' })
