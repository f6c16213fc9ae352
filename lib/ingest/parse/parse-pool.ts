import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { NormalisedRecord } from '../normalise'
import { unpackRecords } from './pack-records'
import { type ParsedBody, type ParseOptions, parseBody } from './parse-body'
import type { ParseReply, ParseRequest } from './parse-messages'

/** Parses and normalises bodies, large ones away from the event loop. */
export interface ParsePool {
  /** Takes the bytes over: the caller must not touch them again. Throws as `openBody`. */
  parse(bytes: Uint8Array<ArrayBuffer>, options: ParseOptions): Promise<ParsedBody>
  close(): Promise<void>
}

interface PoolOptions {
  /** Bodies up to this size are parsed at once, in the calling thread. */
  maxBytesInThread: number
  /** The worker's file; another one only in tests. */
  workerFile?: string
}

interface Pending {
  readonly records: NormalisedRecord[]
  readonly resolve: (body: ParsedBody) => void
  readonly reject: (error: Error) => void
}

interface Running {
  readonly worker: Worker
  readonly pending: Map<number, Pending>
  /** Whether the worker has come up. One that never did is not tried again. */
  isReady: boolean
}

/** The repository's root is the working directory of every process, also where a bundler has moved this code elsewhere. */
const defaultWorkerFile = () => path.join(process.cwd(), 'lib', 'ingest', 'parse', 'start-parse-worker.mjs')

/**
 * Makes a pool of one worker thread, which starts with the first large body. Where no worker can start, as within some bundles,
 * large bodies are parsed in the calling thread too: slower for its neighbours, never refused.
 */
export function createParsePool({ maxBytesInThread, workerFile = defaultWorkerFile() }: PoolOptions): ParsePool {
  let running: Running | null = null
  let canStart = true
  let lastId = 0

  const start = (): Running => {
    // Through Reflect, so that bundlers do not look for a file of theirs behind the variable.
    const worker: Worker = Reflect.construct(Worker, [workerFile, { execArgv: [], name: 'parse-body' }])
    const started: Running = { worker, pending: new Map(), isReady: false }
    const end = (cause: unknown) => {
      if (running === started) running = null
      if (!started.isReady) canStart = false
      log.warn({ err: cause, was_ready: started.isReady }, 'the body parser thread ended')
      const message = 'The body could not be parsed at the moment. Nothing was stored: send it again.'
      for (const { reject } of started.pending.values())
        reject(new AppError('unavailable', message, { retryAfterSeconds: 1, cause }))
      started.pending.clear()
    }
    worker.once('error', end)
    worker.once('exit', (code) => {
      if (running === started) end(new Error(`exit code ${code}`))
    })
    worker.on('message', (reply: ParseReply) => receive(started, reply))
    worker.unref()
    return started
  }

  const parseAway = (bytes: Uint8Array<ArrayBuffer>, options: ParseOptions): Promise<ParsedBody> => {
    running ??= start()
    const { worker, pending } = running
    lastId += 1
    const request: ParseRequest = { id: lastId, bytes, options }
    return new Promise((resolve, reject) => {
      pending.set(request.id, { records: [], resolve, reject })
      worker.ref()
      worker.postMessage(request, [bytes.buffer])
    })
  }

  return {
    parse: async (bytes, options) => {
      if (bytes.byteLength <= maxBytesInThread || !canStart) return parseBody(bytes, options)
      if (running?.isReady) return parseAway(bytes, options)
      // Until the thread has proved itself the bytes stay here too.
      const copy = bytes.slice()
      try {
        return await parseAway(copy, options)
      } catch (error) {
        if (canStart) throw error
        return parseBody(bytes, options)
      }
    },
    close: async () => {
      const current = running
      running = null
      await current?.worker.terminate()
    },
  }
}

function receive(running: Running, reply: ParseReply): void {
  if (reply.kind === 'ready') {
    running.isReady = true
    return
  }
  const pending = running.pending.get(reply.id)
  if (!pending) return
  if (reply.kind === 'records') {
    for (const record of unpackRecords(reply.records)) pending.records.push(record)
    return
  }
  running.pending.delete(reply.id)
  // An idle thread must not keep a process alive that has nothing else to do.
  if (running.pending.size === 0) running.worker.unref()
  if (reply.kind === 'end') {
    const { unknownFields, places, ignored, traces } = reply
    pending.resolve({ records: pending.records, unknownFields, places, ignored, traces })
  } else if (reply.kind === 'refused') pending.reject(new AppError(reply.code, reply.message, { errors: reply.errors }))
  else pending.reject(new Error(reply.message))
}
