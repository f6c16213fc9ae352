import { type Lane, laneOf } from '@/lib/triage/lanes'
import type { Finding } from '@/lib/triage/queries'
import { dimensionWords, valueWords } from './finding-words'
import classes from './triage.module.css'

/** The values that a group is told apart by: `Source: gateway`; what was not stated says so in words. */
export function GroupValues({ lane, finding }: { lane: Lane; finding: Pick<Finding, 'key'> }) {
  return (
    <span className={classes.values}>
      {laneOf(lane).groupBy.map((name) => {
        const value = finding.key[name] ?? null
        return (
          <span key={name} className={classes.chip} data-none={value === null || undefined}>
            <span className={classes.chipName}>{dimensionWords[name]}: </span>
            {value === null ? 'none' : valueWords(name, value)}
          </span>
        )
      })}
    </span>
  )
}

/** The same as one line of text. */
export const describeGroup = ({ lane, key }: Pick<Finding, 'lane' | 'key'>): string =>
  laneOf(lane)
    .groupBy.map((name) => {
      const value = key[name] ?? null
      return `${dimensionWords[name]}: ${value === null ? 'none' : valueWords(name, value)}`
    })
    .join(', ')
