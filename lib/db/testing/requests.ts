import { encode } from 'next-auth/jwt'
import { readAuthSecret, sessionCookieName } from '@/lib/auth/session-cookie'

/** The address under which tests reach the app. */
export const testOrigin = 'http://ascribe.test'

interface RequestOptions {
  method?: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  body?: unknown
  /** An API key's secret, sent as a bearer token. */
  key?: string
  /** A session, sent in its cookie, as a page of ours would. */
  sessionId?: string
}

/** A request as programs and browsers send it. Needs `AUTH_SECRET` in the environment where a session goes along. */
export async function makeRequest(
  path: string,
  { method, headers = {}, body, key, sessionId }: RequestOptions = {},
): Promise<Request> {
  const all = new Headers(headers)
  if (key !== undefined) all.set('authorization', `Bearer ${key}`)
  if (sessionId !== undefined) {
    all.set('cookie', await makeSessionCookie(sessionId))
    if (!all.has('sec-fetch-site')) all.set('sec-fetch-site', 'same-origin')
  }
  if (body !== undefined && !all.has('content-type')) all.set('content-type', 'application/json')
  return new Request(new URL(path, testOrigin), {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: all,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** The `Cookie` header of a signed-in browser. */
export async function makeSessionCookie(sessionId: string, { maxAgeSeconds = 3600 } = {}): Promise<string> {
  const token = await encode({ token: { sid: sessionId }, secret: readAuthSecret(), maxAge: maxAgeSeconds })
  return `${sessionCookieName()}=${token}`
}
