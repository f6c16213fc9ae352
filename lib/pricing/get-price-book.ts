import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { findLatestVersion, readPriceBookContent } from './book-store/read-version'
import { buildPriceBook, type PriceBook } from './price-book'
import { readContractTerm } from './resolve-terms'

/** How long a process may price by a version after another one was published elsewhere. */
const recheckAfterMs = 1000

/** Quotes of older versions are rare: a few books, the one used longest ago goes first. */
const maxBooks = 4

interface BookCache {
  readonly books: Map<number, Promise<PriceBook>>
  latest: number | null
  checkedAtMs: number
  check: Promise<number> | null
}

// Next loads modules once per bundle: all of them share what a process has in memory.
const shared = globalThis as typeof globalThis & { ascribePriceBooks?: WeakMap<Database, BookCache> }

/**
 * The book of the latest version, in memory. Which version that is is asked of the database at most once a second, by one
 * query whatever the number of callers, so that every process prices by a new version within a second and none by polling.
 *
 * @param db the pool, not a transaction: books are remembered for each pool.
 * @throws AppError `unavailable` before the first version is published.
 */
export async function getPriceBook(db: Database): Promise<PriceBook> {
  const cache = cacheOf(db)
  const isFresh = cache.latest !== null && performance.now() - cache.checkedAtMs < recheckAfterMs
  return getPriceBookAt(db, isFresh && cache.latest !== null ? cache.latest : await checkLatest(db, cache))
}

/**
 * The book of one version; `PriceBook.version` is its number.
 *
 * @throws AppError `not_found` where there is no such version.
 */
export function getPriceBookAt(db: Database, version: number): Promise<PriceBook> {
  const { books } = cacheOf(db)
  const book = books.get(version) ?? loadPriceBook(db, version)
  books.delete(version)
  books.set(version, book)
  for (const oldest of books.keys()) if (books.size > maxBooks) books.delete(oldest)
  // A load that failed is tried again by the next caller.
  book.catch(() => books.get(version) === book && books.delete(version))
  return book
}

function cacheOf(db: Database): BookCache {
  shared.ascribePriceBooks ??= new WeakMap()
  const known = shared.ascribePriceBooks.get(db)
  if (known) return known
  const cache: BookCache = { books: new Map(), latest: null, checkedAtMs: 0, check: null }
  shared.ascribePriceBooks.set(db, cache)
  return cache
}

function checkLatest(db: Database, cache: BookCache): Promise<number> {
  cache.check ??= askLatest(db, cache).finally(() => {
    cache.check = null
  })
  return cache.check
}

async function askLatest(db: Database, cache: BookCache): Promise<number> {
  const askedAtMs = performance.now()
  const latest = await findLatestVersion(db)
  if (latest === null)
    throw new AppError('unavailable', 'No prices are published yet: the first start is under way.', { retryAfterSeconds: 5 })
  cache.latest = latest
  cache.checkedAtMs = askedAtMs
  return latest
}

async function loadPriceBook(db: Database, version: number): Promise<PriceBook> {
  const { book, terms } = await readPriceBookContent(db, version)
  return buildPriceBook({ ...book, version: String(version) }, { terms: terms.map(readContractTerm) })
}
