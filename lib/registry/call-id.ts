/** What a screen and an API say to somebody who wants to register or map such a name. */
export const callIdMessage =
  'looks like the id of a single conversation or request: a conversation id is for debugging and cannot own spend. Name what makes the calls instead'

const callIdForms: readonly RegExp[] = [
  // UUIDs, alone or within a name, and the same without hyphens (also an OpenTelemetry trace id).
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i,
  /(^|[^0-9a-z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}($|[^0-9a-z])/i,
  // ULID: 26 characters of Crockford's base 32, the first of which bounds the year.
  /^[0-7][0-9a-hjkmnp-tv-z]{25}$/i,
  // As providers and frameworks write them: `chatcmpl-9xK…`, `req_011C…`, `resp_68…`, `msg_01…`, `thread_abc123`.
  /^(chatcmpl|cmpl|req|request|resp|response|msg|message|conv|conversation|thread|session|sess|trace|span|run|call|gen|batch)[-_:](?=[^-_:]*\d)[0-9a-z]{6,}$/i,
  /^(chatcmpl|conv|conversation|thread)[-_:]?\d+$/i,
  /^(req|request|msg|message|session|sess|trace|call)[-_:]?\d{4,}$/i,
  // Snowflakes and instants in microseconds; ledgers' codes are shorter.
  /^\d{15,}$/,
]

const randomMinLength = 20

/**
 * Whether a name is one that a program makes anew for each call or conversation, so that owning it would mean nothing. Codes of
 * ledgers, short names and words pass.
 */
export function looksLikeCallId(name: string): boolean {
  const text = name.trim()
  return callIdForms.some((form) => form.test(text)) || text.split(/[^0-9a-z]+/i).some(isRandomText)
}

/** A long run in which letters and digits take turns: nobody chose it. */
function isRandomText(word: string): boolean {
  if (word.length < randomMinLength) return false
  const turns = word.match(/\d(?=[a-z])|[a-z](?=\d)/gi)?.length ?? 0
  return turns >= 4
}
