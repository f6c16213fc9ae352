import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
import { type PeriodParams, toPeriodQuery } from '../period-params'
import { type KeysReport, type KeyUseQuestion, type KeyUseReport, keysReportSchema, keyUseReportSchema } from './schema'

/** The report of keys in the browser; the page fills the same key in-process, so that the first paint asks nothing. */
export function keysOptions(period: PeriodParams) {
  const query = toPeriodQuery(period).toString()
  return queryOptions({
    queryKey: ['engineering', 'keys', query],
    queryFn: async ({ signal }): Promise<KeysReport> =>
      keysReportSchema.parse(await readAnswer(await fetch(`/api/v1/engineering/keys?${query}`, { signal }))),
    placeholderData: keepPreviousData,
  })
}

/** What one key is used for; filled by the page where its address names the key. */
export function keyUseOptions({ key, ...period }: KeyUseQuestion) {
  const query = toPeriodQuery(period)
  query.set('key', key)
  const text = query.toString()
  return queryOptions({
    queryKey: ['engineering', 'keys', 'use', text],
    queryFn: async ({ signal }): Promise<KeyUseReport> =>
      keyUseReportSchema.parse(await readAnswer(await fetch(`/api/v1/engineering/keys/use?${text}`, { signal }))),
  })
}
