import { AppError } from '@/lib/errors'
import type { ModelDocument, PriceBookDocument, ProviderPricesDocument } from './price-book-document'

/** Refuses an input, naming its field and the fix. */
export function refuseField(path: string, message: string): never {
  throw new AppError('invalid', `${path}: ${message}.`, { errors: [{ path, message }] })
}

/** The provider that a person means by its name or by an alias of it. */
export function requireProvider(book: PriceBookDocument, name: string, path = 'provider'): ProviderPricesDocument {
  const wanted = name.trim().toLowerCase()
  const found =
    book.providers.find((entry) => entry.provider === wanted) ?? book.providers.find((entry) => entry.aliases.includes(wanted))
  return found ?? refuseField(path, `there is no provider "${wanted}": add it to the draft first, or choose one of the book`)
}

/** The model that a person means by its canonical name or by an exact alias. */
export function requireModel(entry: ProviderPricesDocument, name: string, path = 'model'): ModelDocument {
  const wanted = name.trim().toLowerCase()
  const found =
    entry.models.find((model) => model.model === wanted) ?? entry.models.find((model) => model.aliases?.exact?.includes(wanted))
  return found ?? refuseField(path, `${entry.provider} has no model "${wanted}": add it to the draft first`)
}

/** The book with one provider's entry changed. */
export function replaceProvider(book: PriceBookDocument, changed: ProviderPricesDocument): PriceBookDocument {
  return { ...book, providers: book.providers.map((entry) => (entry.provider === changed.provider ? changed : entry)) }
}

/** The book with one model changed. */
export function replaceModel(book: PriceBookDocument, entry: ProviderPricesDocument, changed: ModelDocument): PriceBookDocument {
  const models = entry.models.map((model) => (model.model === changed.model ? changed : model))
  return replaceProvider(book, { ...entry, models })
}
