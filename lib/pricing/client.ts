import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { readAnswer } from '@/lib/http/read-answer'
import { type QuoteAnswer, type QuoteRequest, quoteAnswerSchema } from './schema'

/** Quotes in one request, each in its place; asked again only when a request changes. */
export function quoteOptions(requests: readonly QuoteRequest[]) {
  return queryOptions({
    queryKey: ['price', 'quote', requests],
    queryFn: ({ signal }) => fetchQuotes(requests, signal),
    enabled: requests.length > 0,
  })
}

async function fetchQuotes(requests: readonly QuoteRequest[], signal: AbortSignal): Promise<QuoteAnswer[]> {
  const response = await fetch('/api/v1/price/quote', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(requests),
    signal,
  })
  return z.array(quoteAnswerSchema).parse(await readAnswer(response))
}

/** The first names of a provider's list that hold a text: what a person who types may mean. */
export function modelNamesOptions(provider: string, search: string) {
  return queryOptions({
    queryKey: ['price', 'models', provider, search],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ provider, search, page_size: '20' })
      const answer = await readAnswer(await fetch(`/api/v1/price/models?${query}`, { signal }))
      return modelNamesSchema.parse(answer).rows.map(({ model }) => model)
    },
    enabled: provider !== '',
    placeholderData: keepPreviousData,
  })
}

const modelNamesSchema = z.object({ rows: z.array(z.object({ model: z.string() })) })
