import { writeDropped } from './dropped-value'
import { hashPromptText } from './prompt-hash'

/** What is dropped on the way. */
export interface DropOptions {
  /** Names of fields whose values are dropped. */
  readonly dropped: ReadonlySet<string>
  /** Names of fields whose long texts are records themselves, in JSON or as a stream of events: they stay whole. */
  readonly packed: ReadonlySet<string>
  /** Of `derivePromptKey`. */
  readonly promptKey: string
}

/** One JSON value of a body without its prompts, and where it ends; or where it is broken. */
export type SlimValue =
  | { readonly ok: true; readonly text: string; readonly end: number }
  | { readonly ok: false; readonly at: number; readonly message: string }

const [quote, backslash, colon, comma] = [34, 92, 58, 44]
const [openObject, closeObject, openList, closeList] = [123, 125, 91, 93]

/** No name, id or label is nearly as long; a longer text is somebody's content. */
const maxTextBytes = 16_384
/** What a double holds of any decimal, in digits; a number of more characters, sign and point among them, stays text. */
const maxNumberLength = 15
/** Nothing that is read lies so deep. */
const maxDepth = 512

/**
 * Copies one JSON value out of a body, byte by byte, and leaves out what must not be kept before anything is parsed: of each
 * dropped field type, length and the hash of a prompt remain, see `writeDropped`. Python's `NaN` and `Infinity` become null, and
 * numbers of more than 15 characters are put in quotes, which keeps every digit of a cost.
 *
 * It is no validator: what it copies is parsed afterwards.
 */
export function copyWithoutPrompts(bytes: Buffer, start: number, end: number, options: DropOptions): SlimValue {
  const parts: string[] = []
  const open: number[] = []
  let copiedTo = start
  let at = start
  let name: string | null = null

  const replace = (from: number, to: number, text: string) => {
    parts.push(decode(bytes, copiedTo, from), text)
    copiedTo = to
  }
  const fault = (where: number): SlimValue => ({ ok: false, at: where, message: explainFault(bytes, start, where, end) })

  try {
    while (at < end) {
      const byte = bytes[at] ?? 0
      if (byte <= 32) {
        at++
        continue
      }
      if (byte === quote) {
        const past = skipText(bytes, at, end)
        if (past < 0) return fault(end)
        if (name === null && open.at(-1) === openObject) {
          const after = skipBlanks(bytes, past, end)
          if (bytes[after] !== colon || after >= end) return fault(after)
          name = readName(bytes, at, past)
          at = after + 1
          continue
        }
        if ((name !== null && options.dropped.has(name)) || (past - at > maxTextBytes && !options.packed.has(name ?? ''))) {
          replace(at, past, describe(bytes, at, past, name, options))
        }
        at = past
        name = null
      } else if (byte === openObject || byte === openList) {
        if (name !== null && options.dropped.has(name)) {
          const past = skipNested(bytes, at, end)
          if (past < 0) return fault(end)
          replace(at, past, describe(bytes, at, past, name, options))
          at = past
        } else {
          if (open.length >= maxDepth) return { ok: false, at, message: `is nested deeper than ${maxDepth} levels` }
          open.push(byte)
          at++
        }
        name = null
      } else if (byte === closeObject || byte === closeList) {
        if (open.pop() !== (byte === closeObject ? openObject : openList)) return fault(at)
        at++
        name = null
      } else if (byte === comma) {
        if (open.length === 0) return fault(at)
        at++
        name = null
        continue
      } else {
        const past = skipScalar(bytes, at, end)
        if (past === at) return fault(at)
        const text = writeScalar(bytes.toString('latin1', at, past))
        if (text !== null) replace(at, past, text)
        at = past
        name = null
      }
      if (open.length === 0) {
        parts.push(decode(bytes, copiedTo, at))
        return { ok: true, text: parts.join(''), end: at }
      }
    }
  } catch (error) {
    if (error instanceof TypeError) return { ok: false, at, message: 'is not UTF-8 text' }
    throw error
  }
  return fault(end)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const decode = (bytes: Buffer, from: number, to: number) => (from === to ? '' : utf8.decode(bytes.subarray(from, to)))

/** The name between quotes, whichever way its characters are written. */
function readName(bytes: Buffer, from: number, past: number): string {
  const text = bytes.toString('utf8', from + 1, past - 1)
  if (!text.includes('\\')) return text
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return text
  }
}

/** What models are asked with, in one interface or another. Other content is not hashed. */
const promptNames = new Set(['messages', 'prompt', 'input', 'contents', 'message', 'inputBodyJson'])

function describe(bytes: Buffer, from: number, past: number, name: string | null, { promptKey }: DropOptions): string {
  const first = bytes[from]
  const type = first === quote ? 'string' : first === openList ? 'array' : 'object'
  const isPrompt = name !== null && promptNames.has(name)
  const hash = !isPrompt ? null : hashPromptText(promptKey, bytes.toString('utf8', from, past))
  return writeDropped({ type, length: past - from, hash })
}

export function skipBlanks(bytes: Buffer, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] ?? 0) <= 32) at++
  return at
}

/** Past the closing quote; -1 where there is none. */
function skipText(bytes: Buffer, from: number, end: number): number {
  let search = from + 1
  for (;;) {
    const close = bytes.indexOf(quote, search)
    if (close < 0 || close >= end) return -1
    let escapes = close - 1
    while (escapes > from && bytes[escapes] === backslash) escapes--
    if ((close - 1 - escapes) % 2 === 0) return close + 1
    search = close + 1
  }
}

/** Past the object or list that begins here; -1 where it does not end. */
function skipNested(bytes: Buffer, from: number, end: number): number {
  let depth = 0
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      const past = skipText(bytes, at, end)
      if (past < 0) return -1
      at = past - 1
    } else if (byte === openObject || byte === openList) depth++
    else if ((byte === closeObject || byte === closeList) && --depth === 0) return at + 1
  }
  return -1
}

/** Past a number or a word: whatever stands until the next mark. */
function skipScalar(bytes: Buffer, from: number, end: number): number {
  let at = from
  while (at < end) {
    const byte = bytes[at] ?? 0
    const isWord = (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
    if (!isWord && byte !== 43 && byte !== 45 && byte !== 46) break
    at++
  }
  return at
}

/** What to write instead of a scalar; null where it stays. */
function writeScalar(text: string): string | null {
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return 'null'
  return text.length > maxNumberLength && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? `"${text}"` : null
}

function explainFault(bytes: Buffer, start: number, at: number, end: number): string {
  const head = bytes.toString('latin1', start, Math.min(end, start + 16))
  if (/^\s*\{\s*'/.test(head)) {
    return 'is written the way Python shows a dictionary, not as JSON, as old LiteLLM versions do: update the sender'
  }
  return at >= end ? 'is not JSON: it is cut off before its end' : `is not JSON: it breaks at its byte ${at - start}`
}
