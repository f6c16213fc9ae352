import { z } from 'zod'
import { isLane, type Lane, laneOf } from './lanes'
import { maxFindings } from './schema'

/** A group of findings by what it is, so that it can be spoken of before anybody has touched it. */
export interface FindingRef {
  readonly lane: Lane
  /** The lane's dimensions, all of them; null where none was stated. */
  readonly key: Readonly<Record<string, string | null>>
}

export const findingRefSchema = z
  .strictObject({ lane: z.string(), key: z.record(z.string(), z.string().max(2_000).nullable()) })
  .transform((given, context): FindingRef => {
    const { lane, key } = given
    if (!isLane(lane)) {
      context.addIssue({ code: 'custom', path: ['lane'], message: 'is not a lane' })
      return z.NEVER
    }
    const wanted = [...laneOf(lane).groupBy].sort().join(', ')
    if (Object.keys(key).sort().join(', ') !== wanted) {
      context.addIssue({ code: 'custom', path: ['key'], message: `has exactly the values ${wanted}, null where none was stated` })
      return z.NEVER
    }
    return { lane, key }
  })

export const findingRefsSchema = z
  .array(findingRefSchema, 'are needed: which findings it is about')
  .min(1, 'name at least one finding')
  .max(maxFindings, `are at most ${maxFindings}`)

/** The values of a group in words, in the order of its lane: `gateway · answers · none`. */
export const describeKey = ({ lane, key }: FindingRef): string =>
  laneOf(lane)
    .groupBy.map((name) => key[name] ?? 'none')
    .join(' · ')
