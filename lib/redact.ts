/** Names whose values are never written to a log or an audit row, whatever object they stand in. */
const secretNames =
  /^(authorization|proxy-authorization|cookie|set-cookie|(x-|x-goog-)?api[-_]?key|password|passphrase|current_?password|new_?password|secret|client_?secret|auth_?secret|token|access_?token|refresh_?token|id_?token|csrf_?token|password_?hash|key_?hash|database_?url|admin_?password|prompt|messages|completion|input_?body|output_?body)$/i

/**
 * Values that look like a credential wherever they stand: our keys (not their prefix, by which people recognise them),
 * bearer tokens, common provider keys, password hashes.
 */
const secretShapes = [
  /\basc_[A-Za-z0-9]{16,}/g,
  /\$argon2[a-z]{1,2}\$[A-Za-z0-9+/=,$]+/g,
  /\bBearer\s+[A-Za-z0-9._~+/=-]{8,}/gi,
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bAIza[0-9A-Za-z_-]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g,
]
const urlPassword = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi
/** drizzle appends the values of a failed statement to its message: people's names and addresses, and who knows what. */
const statementValues = /\nparams: [\s\S]*?(?=\n\s+at |$)/g

const mask = '[redacted]'
const depthLimit = 8

/** Masks what is shaped like a credential inside a text and leaves the rest readable. */
export function redactText(text: string): string {
  const masked = secretShapes.reduce((current, shape) => current.replace(shape, mask), text)
  return masked.replace(urlPassword, `$1:${mask}@`).replace(statementValues, `\nparams: ${mask}`)
}

/**
 * A copy of `value` that is safe to keep: values under secret names are masked, texts are searched for credentials, errors
 * become `{name, message, code, stack}`, BigInt becomes text. Cycles and anything deeper than eight levels are cut.
 */
export function redact(value: unknown, depth = 0, seen: ReadonlySet<object> = new Set()): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date) return value
  if (seen.has(value) || depth >= depthLimit) return '[cut]'
  const within = new Set(seen).add(value)
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1, within))
  if (value instanceof Error) {
    const code = 'code' in value ? value.code : undefined
    return {
      name: value.name,
      message: redactText(value.message),
      ...(code === undefined ? {} : { code: redact(code) }),
      ...(value.stack === undefined ? {} : { stack: redactText(value.stack) }),
      ...(value.cause === undefined ? {} : { cause: redact(value.cause, depth + 1, within) }),
    }
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretNames.test(name) && item !== null && item !== undefined ? mask : redact(item, depth + 1, within),
    ]),
  )
}
