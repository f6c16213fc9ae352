import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPriceBookFaults } from './find-price-book-faults'
import { type PriceBookDocument, priceBookHeaderSchema, providerPricesSchema } from './price-book-document'

/** Where list prices lie in an installation; the working directory is the application's, under Next as under tsx. */
export function defaultPricesFolder(): string {
  return join(process.cwd(), 'data', 'prices')
}

/**
 * Reads the list prices that ship with the product: `book.json` and one file per provider, in alphabetical order.
 * @throws {Error} naming the file and the field where one does not read as a price book.
 */
export function loadListPrices(folder: string = defaultPricesFolder()): PriceBookDocument {
  const header = parseFile(join(folder, 'book.json'), (json) => priceBookHeaderSchema.parse(json))
  const providersFolder = join(folder, 'providers')
  const providers = readdirSync(providersFolder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => parseFile(join(providersFolder, file), (json) => providerPricesSchema.parse(json)))
  const document = { ...header, providers }
  const [fault] = findPriceBookFaults(document)
  if (fault) throw new Error(`${folder}: ${fault.path}: ${fault.message}`)
  return document
}

function parseFile<Parsed>(path: string, parse: (json: unknown) => Parsed): Parsed {
  try {
    return parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new Error(`${path} is not readable as prices: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
