import type { AliasKind } from './book-store/price-rows'
import { type ModelMatch, matchModel, type NameIndex } from './match-model'

/** By which rule a name was found: the model's own name, or a kind of alias with its pattern. */
export interface MatchRule {
  readonly kind: 'name' | AliasKind
  readonly pattern: string
}

/** What a name means, and why. */
export interface NameExplanation {
  readonly match: ModelMatch
  /** The part of the name that was looked up, lower-cased and without prefixes that only say who sells. */
  readonly read: string
  /** Null where no single rule accounts for it. */
  readonly rule: MatchRule | null
}

/**
 * Why a spelling means the model that `matchModel` says it means; null where it means none. The rule is looked for in the
 * order in which the matcher tries them, on the longest part of the name first, and only among rules of the model found.
 */
export function explainMatch(index: NameIndex, provider: string | null, name: string): NameExplanation | null {
  const match = matchModel(index, provider, name)
  if (!match) return null
  const text = name.trim().toLowerCase()
  for (const read of listTails(text)) {
    const rule = findRule(index, match, read)
    if (rule) return { match, read, rule }
  }
  return { match, read: text, rule: null }
}

/** The name, and what follows each slash, dot or colon in it. */
function listTails(text: string): string[] {
  const cuts = [...text.matchAll(/[/.:]/g)].map(({ index }) => index + 1)
  return [text, ...cuts.map((cut) => text.slice(cut))]
}

function findRule(index: NameIndex, { listedUnder, model }: ModelMatch, read: string): MatchRule | null {
  const names = index.namesByProvider.get(listedUnder)
  if (!names) return null
  if (read === model) return { kind: 'name', pattern: model }
  if (names.exact.get(read) === model) return { kind: 'exact', pattern: read }
  const regex = names.regexes.find((entry) => entry.model === model && entry.pattern.test(read))
  if (regex) return { kind: 'regex', pattern: regex.pattern.source }
  const parts = [
    ['family', names.families, (text: string) => read.startsWith(text) && index.versionSuffix.test(read.slice(text.length))],
    ['prefix', names.prefixes, (text: string) => read.startsWith(text)],
    ['suffix', names.suffixes, (text: string) => read.endsWith(text)],
    ['contains', names.fragments, (text: string) => read.includes(text)],
  ] as const
  for (const [kind, entries, holds] of parts) {
    const found = entries.find((entry) => entry.model === model && holds(entry.text))
    if (found) return { kind, pattern: found.text }
  }
  return null
}
