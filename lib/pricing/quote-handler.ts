import { z } from 'zod'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { getPriceBook, getPriceBookAt } from './get-price-book'
import { quotePrice } from './quote-price'
import { type QuoteAnswer, quoteRequestSchema } from './schema'

const maxQuotes = 1000
const maxVersions = 4

/** A full batch with every field and long names. */
const maxBytes = 2_000_000

/** A request as the API takes it: also of an older version, to see what a price was believed to be. */
export const versionedQuoteSchema = quoteRequestSchema.extend({
  price_version: z.int('is the number of a version').positive('is the number of a version').nullish(),
})

type VersionedQuote = z.output<typeof versionedQuoteSchema>

/**
 * `POST /api/v1/price/quote`: what a request costs, or up to 1,000 in an array, each answered in its place. What has no price
 * is answered with its `error`; only what cannot be read is refused, as a whole, with its paths.
 */
export const postQuote: Handler = route({ permission: 'price.read', body: z.unknown(), maxBytes }, async ({ db, body }) => {
  const requests = readRequests(body)
  const answers = await quotePrices(db, requests, new Date())
  return Array.isArray(body) ? answers : answers[0]
})

/**
 * Quotes by the latest version, or by that which a request names.
 *
 * @param now the instant that counts where a request names none.
 * @throws AppError `invalid` where a request names a version that there is not.
 */
export async function quotePrices(db: Database, requests: readonly VersionedQuote[], now: Date): Promise<QuoteAnswer[]> {
  refuseManyVersions(requests)
  const latest = await getPriceBook(db)
  const answers: QuoteAnswer[] = []
  for (const [index, { price_version: version, ...request }] of requests.entries()) {
    const wanted = version === null || version === undefined || String(version) === latest.version ? null : version
    if (wanted !== null && wanted > Number(latest.version)) throw unknownVersion(requests.length, index, latest.version)
    const book = wanted === null ? latest : await getPriceBookAt(db, wanted)
    answers.push(quotePrice(book, request, now))
  }
  return answers
}

/** Every version is a book to load, and few are in memory. */
function refuseManyVersions(requests: readonly VersionedQuote[]): void {
  const versions = new Set(requests.map(({ price_version: version }) => version ?? null))
  if (versions.size <= maxVersions) return
  const message = `at most ${maxVersions} different versions at a time; these are ${versions.size}`
  throw new AppError('invalid', `price_version: ${message}.`, { errors: [{ path: 'price_version', message }] })
}

/** An array and a single request are read apart, so that a fault is named where it is: `[3].usage.input_tokens`. */
function readRequests(body: unknown): VersionedQuote[] {
  if (!Array.isArray(body)) return [readWith(versionedQuoteSchema, body)]
  if (body.length > maxQuotes) {
    throw new AppError('too_large', `At most ${maxQuotes.toLocaleString('en-US')} quotes at a time; these are ${body.length}.`)
  }
  return readWith(z.array(versionedQuoteSchema), body)
}

function readWith<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const parsed = shape.safeParse(body)
  if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  return parsed.data
}

function unknownVersion(requests: number, index: number, latest: string): AppError {
  const path = requests === 1 ? 'price_version' : `[${index}].price_version`
  const message = `is not published: the latest is ${latest}`
  return new AppError('invalid', `${path}: ${message}.`, { errors: [{ path, message }] })
}
