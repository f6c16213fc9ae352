import type { AliasKind } from './book-store/price-rows'
import { aliasKinds } from './book-store/price-rows'
import { refuseField, replaceModel, replaceProvider, requireModel, requireProvider } from './find-in-draft'
import type { ModelDocument, PriceBookDocument } from './price-book-document'

/** Adds a seller: a gateway of one's own, or a provider that the list prices do not know. */
export function addProvider(book: PriceBookDocument, provider: string, aliases: readonly string[]): PriceBookDocument {
  const names = [...new Set([provider, ...aliases])]
  for (const name of names) {
    const owner = book.providers.find((entry) => entry.provider === name || entry.aliases.includes(name))
    if (owner) refuseField(name === provider ? 'provider' : 'aliases', `"${name}" already means ${owner.provider}`)
  }
  const providers = [...book.providers, { provider, aliases: names, models: [] }]
  return { ...book, providers: providers.sort((left, right) => (left.provider < right.provider ? -1 : 1)) }
}

/** Adds a model with its prices under a provider of the book. */
export function addModel(book: PriceBookDocument, provider: string, model: ModelDocument): PriceBookDocument {
  const entry = requireProvider(book, provider)
  if (entry.models.some((one) => one.model === model.model)) {
    refuseField('entry.model', `${entry.provider} has "${model.model}" already: set its price instead`)
  }
  if (model.prices.length === 0) refuseField('entry.prices', 'a model needs at least one price; a free one costs "0"')
  for (const kind of aliasKinds) {
    for (const pattern of model.aliases?.[kind] ?? []) {
      const owner = findNameOwner(entry.models, kind, pattern)
      if (owner) refuseField(`entry.aliases.${kind}`, `"${pattern}" already means ${owner.model}`)
    }
  }
  const models = [...entry.models, model].sort((left, right) => (left.model < right.model ? -1 : 1))
  return replaceProvider(book, { ...entry, models })
}

/** Lets a name, or names of a pattern, mean a model. A name that means another one has to be unmapped first. */
export function mapName(
  book: PriceBookDocument,
  provider: string,
  name: { readonly kind: AliasKind; readonly pattern: string },
  model: string,
): PriceBookDocument {
  const entry = requireProvider(book, provider)
  const target = requireModel(entry, model)
  const { kind, pattern } = name
  const owner = findNameOwner(entry.models, kind, pattern)
  if (owner) {
    const fix = owner.model === target.model ? 'there is nothing to do' : 'unmap it there first'
    refuseField('pattern', `the ${kind} name "${pattern}" already means ${owner.model}: ${fix}`)
  }
  if (kind === 'exact' && entry.models.some((one) => one.model === pattern)) {
    refuseField('pattern', `"${pattern}" is itself a model of ${entry.provider}, and a model's own name always means itself`)
  }
  const aliases = { ...target.aliases, [kind]: [...(target.aliases?.[kind] ?? []), pattern] }
  return replaceModel(book, entry, { ...target, aliases })
}

/** Takes a name away from whichever model it means. */
export function unmapName(
  book: PriceBookDocument,
  provider: string,
  { kind, pattern }: { readonly kind: AliasKind; readonly pattern: string },
): { book: PriceBookDocument; model: string } {
  const entry = requireProvider(book, provider)
  const owner = findNameOwner(entry.models, kind, pattern)
  if (!owner) refuseField('pattern', `no model of ${entry.provider} has the ${kind} name "${pattern}"`)
  const rest = (owner.aliases?.[kind] ?? []).filter((one) => one !== pattern)
  const { [kind]: _, ...others } = owner.aliases ?? {}
  const aliases = rest.length > 0 ? { ...others, [kind]: rest } : others
  const { aliases: __, ...bare } = owner
  const changed = Object.keys(aliases).length > 0 ? { ...bare, aliases } : bare
  return { book: replaceModel(book, entry, changed), model: owner.model }
}

function findNameOwner(models: readonly ModelDocument[], kind: AliasKind, pattern: string): ModelDocument | undefined {
  return models.find((model) => model.aliases?.[kind]?.includes(pattern))
}
