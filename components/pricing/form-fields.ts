import { meterNames } from '@/lib/pricing/meters'
import { meterLabels } from './meter-labels'

/** The rate fields of a form, as its summary of faults names and links them. */
export function meterFieldLabels(name: string): Record<string, { label: string; fieldId: string }> {
  return Object.fromEntries(
    meterNames.map((meter) => [`${name}-${meter}`, { label: meterLabels[meter].label, fieldId: `${name}-${meter}` }]),
  )
}

/** A day as the instant at which it begins in UTC. */
export function toMidnight(date: string): string {
  return `${date}T00:00:00Z`
}
