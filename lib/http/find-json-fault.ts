// Of the control characters only those below the blank must be escaped.
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const blanks = /[ \t\n\r]*/y

/**
 * Where a text stops being JSON (RFC 8259), counted in characters from 0; its length where it ends too soon. The runtime's
 * own message names the place only of some faults, and quotes what was sent.
 *
 * @returns null where the text is JSON.
 */
export function findJsonFault(text: string): number | null {
  let at = 0
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  const skipBlanks = () => take(blanks)
  /** What closes each list and object that is open, the innermost last. */
  const open: (']' | '}')[] = []
  /** Whether the next thing is a value; else it is a comma or what closes. */
  let wantsValue = true
  /** Whether what was just opened may be closed at once, as in `[]`; after a comma it may not. */
  let mayClose = false
  for (;;) {
    skipBlanks()
    const closing = open.at(-1)
    if (closing !== undefined && text[at] === closing && (mayClose || !wantsValue)) {
      open.pop()
      at += 1
      wantsValue = false
      mayClose = false
      continue
    }
    if (!wantsValue) {
      if (closing === undefined) return at === text.length ? null : at
      if (text[at] !== ',') return at
      at += 1
      wantsValue = true
      continue
    }
    mayClose = false
    if (closing === '}') {
      if (!take(string)) return at
      skipBlanks()
      if (text[at] !== ':') return at
      at += 1
      skipBlanks()
    }
    if (text[at] === '[' || text[at] === '{') {
      open.push(text[at] === '[' ? ']' : '}')
      at += 1
      mayClose = true
      continue
    }
    if (!take(string) && !take(scalar)) return at
    wantsValue = false
  }
}
