import type { ModelDocument, PriceBookDocument, ProviderPricesDocument } from './price-book-document'

/** What names are looked up in; part of a `PriceBook`. */
export interface NameIndex {
  readonly providerByAlias: ReadonlyMap<string, string>
  readonly namesByProvider: ReadonlyMap<string, ProviderNames>
  readonly awsGeoPrefixes: ReadonlySet<string>
  readonly awsMakers: ReadonlySet<string>
  readonly versionSuffix: RegExp
}

interface ProviderNames {
  readonly aliases: ReadonlySet<string>
  readonly fallback: readonly string[]
  readonly exact: ReadonlyMap<string, string>
  readonly regexes: readonly { readonly pattern: RegExp; readonly model: string }[]
  /** Longest first, so that the first hit wins. */
  readonly families: readonly NamePart[]
  readonly prefixes: readonly NamePart[]
  readonly suffixes: readonly NamePart[]
  readonly fragments: readonly NamePart[]
}

interface NamePart {
  readonly text: string
  readonly model: string
}

/** A model found in the book. */
export interface ModelMatch {
  /** Who bills the call: the provider that the event names. */
  readonly provider: string
  /** In whose list the model was found: the provider itself or one of its fallbacks. */
  readonly listedUnder: string
  /** The canonical name. */
  readonly model: string
}

export function buildNameIndex(document: PriceBookDocument): NameIndex {
  const geoPrefixes = new Set(document.aws_geo_prefixes)
  return {
    providerByAlias: new Map(document.providers.flatMap((entry) => entry.aliases.map((alias) => [alias, entry.provider]))),
    namesByProvider: new Map(document.providers.map((entry) => [entry.provider, buildProviderNames(entry)])),
    awsGeoPrefixes: geoPrefixes,
    awsMakers: collectMakers(document, geoPrefixes),
    versionSuffix: new RegExp(document.version_suffix),
  }
}

function buildProviderNames(entry: ProviderPricesDocument): ProviderNames {
  const exact = new Map<string, string>()
  // Canonical names are entered last: where one model's alias is another's name, the name wins.
  for (const { model, aliases } of entry.models)
    for (const alias of aliases?.exact ?? []) if (!exact.has(alias)) exact.set(alias, model)
  for (const { model } of entry.models) exact.set(model, model)
  return {
    aliases: new Set(entry.aliases),
    fallback: entry.fallback ?? [],
    exact,
    regexes: entry.models.flatMap(({ model, aliases }) =>
      (aliases?.regex ?? []).map((text) => ({ pattern: new RegExp(text), model })),
    ),
    families: collectParts(entry.models, 'family'),
    prefixes: collectParts(entry.models, 'prefix'),
    suffixes: collectParts(entry.models, 'suffix'),
    fragments: collectParts(entry.models, 'contains'),
  }
}

function collectParts(models: readonly ModelDocument[], kind: 'family' | 'prefix' | 'suffix' | 'contains'): NamePart[] {
  return models
    .flatMap(({ model, aliases }) => (aliases?.[kind] ?? []).map((text) => ({ text, model })))
    .sort((left, right) => right.text.length - left.text.length)
}

/** The makers that Bedrock model names begin with (`anthropic.`, `meta.`), as the book's own names show them. */
function collectMakers(document: PriceBookDocument, geoPrefixes: ReadonlySet<string>): Set<string> {
  const aws = document.providers.find((entry) => entry.provider === 'aws')
  const labels = (aws?.models ?? []).flatMap(({ model }) => {
    const [first, second, ...rest] = model.split('.')
    const isRegional = first === 'regional' || (first !== undefined && geoPrefixes.has(first))
    const maker = isRegional && rest.length > 0 ? second : first
    return maker !== undefined && /^[a-z][a-z0-9]*$/.test(maker) ? [maker] : []
  })
  return new Set(labels)
}

/**
 * The model that an event's provider and model names mean, or null where the book has none; similar names are never guessed.
 * Both names are trimmed and lower-cased. Order: the provider's own list, then each of its fallbacks.
 */
export function matchModel(index: NameIndex, provider: string | null | undefined, model: string): ModelMatch | null {
  const named = resolveProvider(index, provider?.trim().toLowerCase() ?? '', model.trim().toLowerCase())
  if (!named) return null
  const own = index.namesByProvider.get(named.provider)
  if (!own) return null
  const candidates = listCandidates(index, named.provider, dropOwnPrefix(named.model, own.aliases))
  for (const listedUnder of [named.provider, ...own.fallback]) {
    const names = index.namesByProvider.get(listedUnder)
    if (!names) continue
    for (const candidate of candidates) {
      const name = listedUnder === named.provider ? candidate : dropOwnPrefix(candidate, names.aliases)
      const found = matchName(index, names, name)
      if (found !== null) return { provider: named.provider, listedUnder, model: found }
    }
  }
  return null
}

function resolveProvider(index: NameIndex, provider: string, model: string): { provider: string; model: string } | null {
  // LiteLLM is a gateway, not a seller: it names the seller in front of the model.
  if (provider !== '' && provider !== 'litellm') {
    const known = index.providerByAlias.get(provider)
    return known === undefined ? null : { provider: known, model }
  }
  const slash = model.indexOf('/')
  const known = slash < 0 ? undefined : index.providerByAlias.get(model.slice(0, slash))
  return known === undefined ? null : { provider: known, model: model.slice(slash + 1) }
}

function dropOwnPrefix(model: string, aliases: ReadonlySet<string>): string {
  let rest = model
  for (;;) {
    const slash = rest.indexOf('/')
    if (slash < 0 || !aliases.has(rest.slice(0, slash))) return rest
    rest = rest.slice(slash + 1)
  }
}

function listCandidates(index: NameIndex, provider: string, model: string): string[] {
  if (provider === 'aws') return listAwsCandidates(index, model)
  if (provider === 'google') return [dropGooglePath(model)]
  return [model]
}

/** `us.anthropic.claude-…` is looked up as it stands, then without its geography, then also without its maker. */
function listAwsCandidates(index: NameIndex, model: string): string[] {
  // An application inference profile is the customer's own name for a model: the ARN does not say which.
  if (/^arn:.*:application-inference-profile\//.test(model)) return []
  const name = /^arn:.*:(?:inference-profile|foundation-model)\/(.+)$/.exec(model)?.[1] ?? model
  const candidates = [name]
  let rest = name
  const [first = ''] = name.split('.', 1)
  if (first.length < name.length && index.awsGeoPrefixes.has(first)) {
    rest = name.slice(first.length + 1)
    candidates.push(rest)
  }
  const [maker = ''] = rest.split('.', 1)
  if (maker.length < rest.length && index.awsMakers.has(maker)) candidates.push(rest.slice(maker.length + 1))
  return candidates
}

function dropGooglePath(model: string): string {
  const path = model.lastIndexOf('/models/')
  if (path >= 0) return model.slice(path + '/models/'.length)
  return model.startsWith('models/') ? model.slice('models/'.length) : model
}

function matchName(index: NameIndex, names: ProviderNames, candidate: string): string | null {
  return (
    names.exact.get(candidate) ??
    names.regexes.find(({ pattern }) => pattern.test(candidate))?.model ??
    names.families.find(({ text }) => candidate.startsWith(text) && index.versionSuffix.test(candidate.slice(text.length)))
      ?.model ??
    names.prefixes.find(({ text }) => candidate.startsWith(text))?.model ??
    names.suffixes.find(({ text }) => candidate.endsWith(text))?.model ??
    names.fragments.find(({ text }) => candidate.includes(text))?.model ??
    null
  )
}
