/**
 * The address under which senders reach this installation: the one that the operator set, else the one that the reader's browser
 * used, which the server in front has checked and written into these headers.
 */
export function findOrigin(headers: Pick<Headers, 'get'>, env: { AUTH_URL?: string; PORT: number }): string {
  if (env.AUTH_URL !== undefined) return new URL(env.AUTH_URL).origin
  const host = headers.get('x-forwarded-host') ?? headers.get('host')
  if (host === null) return `http://localhost:${env.PORT}`
  return `${headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http'}://${host}`
}
