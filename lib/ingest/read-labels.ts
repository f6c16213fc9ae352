import { findTextFault, maskSecrets } from './clean-text'

/** The values of the declared labels. */
export interface ReadLabels {
  /** By the number of the label; ends with the last one that is set. */
  readonly values: readonly (string | null)[]
  /** Whether everything that was sent is kept. */
  readonly isComplete: boolean
}

interface LabelOptions {
  /** By their number; null where a column takes nothing. */
  readonly labels: readonly (string | null)[]
  readonly onUnknownField: (name: string) => void
}

const noValues: readonly (string | null)[] = []

/** Reads `labels`: an object of texts, numbers and booleans, of which only declared ones are kept. */
export function readLabels(value: unknown, { labels, onUnknownField }: LabelOptions): ReadLabels | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object, such as {"customer_tier": "gold"}'
  }
  const stated = Object.entries(value)
  let isComplete = true
  for (const [name] of stated) {
    if (labels.includes(name)) continue
    isComplete = false
    onUnknownField(`labels.${name}`)
  }
  const values: (string | null)[] = []
  for (const [place, name] of labels.entries()) {
    if (name === null) continue
    const found = stated.find(([stateName]) => stateName === name)?.[1]
    if (found === undefined || found === null || found === '') continue
    if (typeof found !== 'string' && typeof found !== 'boolean' && !(typeof found === 'number' && Number.isFinite(found))) {
      return `${name} must be text, a number, true or false`
    }
    const text = String(found)
    const fault = findTextFault(text)
    if (fault !== null) return `${name} ${fault}`
    const masked = maskSecrets(text)
    if (masked !== text) isComplete = false
    while (values.length < place) values.push(null)
    values.push(masked)
  }
  return { values: values.length === 0 ? noValues : values, isComplete }
}

const maxSnapshotFields = 40

/** Why a snapshot of unit prices is not kept; null where it is. It is a claim of the source, so a bad one is dropped, not refused. */
export function readSnapshotFault(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'is not finite'
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no object'
  const entries = Object.entries(value)
  if (entries.length > maxSnapshotFields) return 'has too many fields'
  const isPlain = entries.every(([name, item]) => /^[\w.-]{1,64}$/.test(name) && isPrice(item))
  return isPlain ? null : 'holds more than prices'
}

const isPrice = (value: unknown) =>
  value === null ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && /^[\w .:/+-]{0,64}$/.test(value) && maskSecrets(value) === value)
