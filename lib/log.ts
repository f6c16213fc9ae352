import { AsyncLocalStorage } from 'node:async_hooks'
import pino from 'pino'
import { redact, redactText } from './redact'

interface RequestContext {
  request_id: string
}

const requestContext = new AsyncLocalStorage<RequestContext>()

/** Runs `work` so that every line logged within it, at whatever depth, carries the request id. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  // The server has done so already for what it hands on to a handler.
  if (requestContext.getStore()?.request_id === requestId) return work()
  return requestContext.run({ request_id: requestId }, work)
}

/** The request id of the running request, for error pages and audit rows. */
export function currentRequestId(): string | undefined {
  return requestContext.getStore()?.request_id
}

/**
 * The one logger: JSON lines on standard output, redacted (see `redact`), with the request id where there is one.
 * Pass facts as an object and a sentence as the message: `log.info({ source, records }, 'batch committed')`.
 */
export const log = pino({
  level: process.env.LOG_LEVEL || 'info',
  base: { process: process.env.ASCRIBE_PROCESS ?? 'app' },
  timestamp: pino.stdTimeFunctions.isoTime,
  // A copy: pino writes the line's facts into what it is given, and they would stay for the lines to come.
  mixin: () => ({ ...requestContext.getStore() }),
  hooks: {
    // pino takes an error's message for the line's where there is none, and that text does not pass through `redact`.
    logMethod(args, method) {
      const [first, ...rest] = args
      const error: unknown = typeof first === 'object' && first !== null && 'err' in first ? first.err : first
      const texts = error instanceof Error && rest.length === 0 ? [error.message] : rest
      const maskText = (part: unknown) => (typeof part === 'string' ? redactText(part) : part)
      method.apply(this, [maskText(first), ...texts.map(maskText)] as typeof args)
    },
  },
  formatters: {
    level: (label) => ({ level: label }),
    log: (facts) => redact(facts) as Record<string, unknown>,
  },
  // `redact` has already made errors plain; pino's own serializer would only see the copy.
  serializers: { err: (error: unknown) => error },
})
