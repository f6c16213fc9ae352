import { problemResponse } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Handler } from './handler'

/**
 * Makes a handler Next's own, for a route file: `export const GET = mount(getWhoami)`. Behind the hot server the request id
 * and the client's address are in headers that it sets; under `next dev` they are Next's.
 */
export function mount(handler: Handler): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = request.headers.get('x-request-id') ?? crypto.randomUUID()
    const address = request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() || 'unknown'
    try {
      const response = await handler(request, { requestId, address })
      // A copy: the headers of a redirect or of an answer passed on cannot be changed.
      const headers = new Headers(response.headers)
      headers.set('x-request-id', requestId)
      return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
    } catch (error) {
      log.error({ err: error, request_id: requestId }, 'handler failed')
      return problemResponse(error, requestId, { 'x-request-id': requestId })
    }
  }
}
