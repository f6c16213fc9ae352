import { parseAsStringLiteral } from 'nuqs/server'
import { toPeriodQuery } from '../period-params'
import { type FeaturesQuestion, rankings } from './schema'

/** What the screen of features reads from its address beside period and filters. */
export const featuresSearchParams = { by: parseAsStringLiteral(rankings).withDefault('feature') }

/** The API's query, the same text for the same question. */
export function toFeaturesQuery(question: FeaturesQuestion): URLSearchParams {
  const query = toPeriodQuery(question)
  if (question.by !== 'feature') query.set('by', question.by)
  return query
}
