/** Every code the product answers with, and the HTTP status it maps to. The only place where the two meet. */
const statusByCode = {
  unreadable: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof statusByCode

/** Where input is at fault: `path` as in JSON (`events[3].model`), `message` with the fix. */
export interface FieldError {
  path: string
  message: string
}

interface AppErrorOptions {
  errors?: readonly FieldError[]
  retryAfterSeconds?: number
  cause?: unknown
}

/**
 * A failure that the asker may be told about: its message is shown as it stands, so it holds no secret, no SQL and no
 * value that the asker may not see. Anything else that is thrown is a surprise, logged and answered as `internal`.
 */
export class AppError extends Error {
  readonly errors: readonly FieldError[]
  readonly retryAfterSeconds: number | undefined

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.errors = options.errors ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  get status(): number {
    return statusByCode[this.code]
  }
}

const titles: Record<ErrorCode, string> = {
  unreadable: 'The request cannot be read',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  invalid: 'Nothing acceptable in the request',
  rate_limited: 'Too many requests',
  internal: 'Something went wrong on our side',
  unavailable: 'Not available for the moment',
}

/** A problem document as in RFC 9457, with our `code`, the request id and, where input is at fault, `errors`. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: ErrorCode
  request_id?: string
  errors?: readonly FieldError[]
}

/** Turns anything thrown into a problem document. What is not an `AppError` says nothing of its cause. */
export function toProblem(error: unknown, requestId?: string): Problem {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', 'An unexpected error occurred. It has been logged under the request id.', { cause: error })
  return {
    type: `urn:ascribe:problem:${known.code}`,
    title: titles[known.code],
    status: known.status,
    detail: known.message,
    code: known.code,
    ...(requestId === undefined ? {} : { request_id: requestId }),
    ...(known.errors.length === 0 ? {} : { errors: known.errors }),
  }
}

/** The same as an HTTP response, with `Retry-After` where there is one. */
export function problemResponse(error: unknown, requestId?: string, headers: Record<string, string> = {}): Response {
  const problem = toProblem(error, requestId)
  const retryAfter = error instanceof AppError ? error.retryAfterSeconds : undefined
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
      ...headers,
    },
  })
}
