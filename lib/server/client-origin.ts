import type { IncomingMessage } from 'node:http'
import { AppError } from '@/lib/errors'

/** Who asked, and under which address they know us. */
export interface ClientOrigin {
  /** The client's IP address. */
  address: string
  protocol: 'http' | 'https'
  /** Name and port as the client typed them. */
  host: string
}

const saneHost = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/

/**
 * Where a request came from. What a proxy says in `x-forwarded-*` counts only where the operator trusts one; with several
 * values the last counts, which the trusted proxy itself appended: the ones before it are the client's own claim.
 *
 * @throws AppError `unreadable` for a host that is no host.
 */
export function readClientOrigin(request: IncomingMessage, trustProxy: boolean): ClientOrigin {
  const forwarded = (name: string) => (trustProxy ? lastValue(request.headers[name]) : undefined)
  const host = forwarded('x-forwarded-host') ?? request.headers.host ?? 'localhost'
  if (!saneHost.test(host)) throw new AppError('unreadable', 'The Host header is not a host name with an optional port.')
  return {
    address: forwarded('x-forwarded-for') ?? request.socket.remoteAddress ?? 'unknown',
    protocol: forwarded('x-forwarded-proto') === 'https' ? 'https' : 'http',
    host,
  }
}

function lastValue(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.join(',') : header
  return text?.split(',').at(-1)?.trim() || undefined
}

const forwardingHeaders = ['forwarded', 'x-real-ip', 'x-forwarded-port', 'x-forwarded-server', 'x-forwarded-prefix']

/** Writes what we know of the client into the request and drops what it claimed, so that no handler behind us can be fooled. */
export function stampRequest(request: IncomingMessage, origin: ClientOrigin, requestId: string): void {
  for (const name of forwardingHeaders) delete request.headers[name]
  request.headers['x-request-id'] = requestId
  request.headers['x-forwarded-for'] = origin.address
  request.headers['x-forwarded-proto'] = origin.protocol
  request.headers['x-forwarded-host'] = origin.host
}
