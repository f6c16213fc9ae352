import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { findPriceBookFaults } from '../find-price-book-faults'
import { type PriceBookDocument, priceBookDocumentSchema, providerPricesSchema } from '../price-book-document'

const maxErrors = 20

/**
 * Reads a price file of our own form into a book: a whole `ascribe-price-book/1` replaces everything, one provider's entry
 * replaces that provider's or adds it.
 *
 * @param name how the messages call the file.
 * @throws AppError `unreadable` or `invalid`, naming the file, the place in it and the fix.
 */
export function readPriceFile(name: string, text: string, base: PriceBookDocument): PriceBookDocument {
  const json = parseJson(name, text)
  const book = isProviderEntry(json)
    ? withProvider(base, parseAs(name, providerPricesSchema, json))
    : parseAs(name, priceBookDocumentSchema, json)
  const faults = findPriceBookFaults(book)
  if (faults.length > 0) throw refuse(name, faults)
  return book
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // The engine quotes the text around the fault: the file is the operator's own, and so is the terminal.
    const fault = error instanceof SyntaxError ? error.message : 'it breaks somewhere'
    throw new AppError('unreadable', `${name} is not JSON: ${fault}. Nothing was stored.`, { cause: error })
  }
}

function isProviderEntry(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'models' in json && !('providers' in json)
}

function withProvider(base: PriceBookDocument, entry: z.output<typeof providerPricesSchema>): PriceBookDocument {
  const others = base.providers.filter(({ provider }) => provider !== entry.provider)
  return { ...base, providers: [...others, entry].sort((left, right) => (left.provider < right.provider ? -1 : 1)) }
}

function parseAs<Shape extends z.ZodType>(name: string, shape: Shape, json: unknown): z.output<Shape> {
  const parsed = shape.safeParse(json)
  if (!parsed.success) throw refuse(name, toFieldErrors(parsed.error))
  return parsed.data
}

function refuse(name: string, errors: readonly { path: string; message: string }[]): AppError {
  const shown = errors.slice(0, maxErrors).map(({ path, message }) => ({ path: path || 'the file', message }))
  const more = errors.length > maxErrors ? ` The first ${maxErrors} of ${errors.length}:` : ''
  return new AppError('invalid', `${name} does not read as prices; nothing was stored.${more}`, { errors: shown })
}
