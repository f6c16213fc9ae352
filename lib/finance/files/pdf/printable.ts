import type { StatementLine } from '@/lib/finance/statement/schema'

/** What the font has glyphs for: Latin, Cyrillic, and the signs that names and amounts use. */
const unprintable =
  /[^\x20-\x7e\xa0-\xac\xae-\u0113\u0116-\u012b\u012e-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u014d\u0150-\u017e\u0218-\u021b\u0400-\u045f\u0490-\u0493\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u20ac\u2116\u2122\u2190-\u2199\u2212]/gu

const longest = 120

/** Text on one line, with a question mark for each character that the font does not have. */
export function printable(text: string): string {
  const line = text.normalize('NFC').replace(/\s+/gu, ' ').trim().replace(unprintable, '?')
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}

/** What a line is called; its code, where the font cannot print the name. */
export function nameOf({ name, code }: Pick<StatementLine, 'name' | 'code'>): string {
  const asPrinted = printable(name)
  const isLost = asPrinted.includes('?') && !name.includes('?')
  return isLost && code !== null ? printable(code) : asPrinted
}
