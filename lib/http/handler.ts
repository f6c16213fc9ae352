/** What the process that received a request knows of it, whichever process that was. */
export interface HandlerContext {
  /** Carried in `x-request-id`, in every log line and in problem documents. */
  requestId: string
  /** The client's address, for rate limits and the audit log; behind a trusted proxy the forwarded one. */
  address: string
}

/**
 * An HTTP handler that knows neither Next nor node:http, so that the hot server and a route file can mount the same one.
 * It answers problems itself: a rejected promise is a bug of the mounting side's concern (answered as `internal`).
 */
export type Handler = (request: Request, context: HandlerContext) => Promise<Response>
