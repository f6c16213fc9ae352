/** The team that a provider's key belongs to, and whether others use the key too. */
export interface KeyHolder {
  readonly code: string
  readonly isExclusive: boolean
}

const sharedMark = ' (shared)'

/** As histories write it: `support-ops`, or `support-ops (shared)`. No slug holds a blank, so that it reads back. */
export const writeHolder = ({ code, isExclusive }: KeyHolder): string => (isExclusive ? code : `${code}${sharedMark}`)

export function readHolder(text: string): KeyHolder {
  return text.endsWith(sharedMark)
    ? { code: text.slice(0, -sharedMark.length), isExclusive: false }
    : { code: text, isExclusive: true }
}
