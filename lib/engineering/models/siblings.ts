import type { ModelFact } from '@/lib/pricing/model-facts'
import type { CalendarDate } from '@/lib/time/calendar'

/** A model that could stand in for another. */
export interface Sibling {
  readonly fact: ModelFact
  /** Of the same product line and size: a later mini for a mini. */
  readonly isSameSize: boolean
  readonly isNewer: boolean
}

/**
 * The siblings of a model: models of the same maker and product line that are released, read at least what it reads and write
 * exactly what it writes. Of its own size all are; of each other size of the line only the latest.
 *
 * It is a rule of names and dates and says nothing of quality. Where line or family is not known there are none.
 * @param day the last day on which a sibling may have come out.
 */
export function findSiblings(model: ModelFact, facts: readonly ModelFact[], day: CalendarDate): Sibling[] {
  const candidates = facts.filter(
    (fact) =>
      fact.provider === model.provider &&
      fact.model !== model.model &&
      fact.line !== null &&
      fact.line === model.line &&
      fact.released !== null &&
      fact.released <= day &&
      canReplace(fact, model),
  )
  const ofSize = candidates.filter(({ family }) => family !== null && family === model.family)
  const latest = new Map<string, ModelFact>()
  for (const fact of candidates) {
    if (fact.family === null || fact.family === model.family) continue
    const known = latest.get(fact.family)
    if (known === undefined || isLater(fact, known)) latest.set(fact.family, fact)
  }
  const toSibling = (isSameSize: boolean) => (fact: ModelFact) => ({ fact, isSameSize, isNewer: isNewer(fact, model) })
  return [...ofSize.map(toSibling(true)), ...[...latest.values()].map(toSibling(false))]
}

/** A PDF is read as text and images, so that catalogues list it or not. */
const kindsRead = ({ input }: ModelFact) => input.filter((kind) => kind !== 'pdf')

function canReplace(fact: ModelFact, model: ModelFact): boolean {
  const readsAll = kindsRead(model).every((kind) => fact.input.includes(kind))
  return readsAll && [...fact.output].sort().join() === [...model.output].sort().join()
}

const isNewer = (fact: ModelFact, model: ModelFact) =>
  fact.released !== null && model.released !== null && fact.released > model.released

/** Of two that came out on one day the later name, so that the answer is the same each time. */
const isLater = (fact: ModelFact, known: ModelFact) => `${fact.released} ${fact.model}` > `${known.released} ${known.model}`
