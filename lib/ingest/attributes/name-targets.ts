import { foldName, type OwnerField, ownerFields } from '@/lib/attribution/contract/contract-fields'
import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'

/** What a name stands for. */
export interface NameTarget {
  readonly field: OwnerField | null
  /** The name of a declared label, where it is one. */
  readonly label: string | null
  /** Its place in the list of aliases: the lower, the better. */
  readonly rank: number
}

/** Finds what names stand for; null where they stand for nothing. */
export type NameFinder = (name: string) => NameTarget | null

const longestName = 256
const maxRemembered = 5_000

/** Attributes as the contract calls them, with and without what may stand before. Names repeat, so answers are remembered. */
export const attributeNamesOf = rememberByContract((contract) => {
  const targets = listTargets(contract.attributeAliases, contract.labels)
  const prefixes = contract.attributePrefixes.map((prefix) => prefix.toLowerCase())
  const known = new Map<string, NameTarget | null>()
  const find = (name: string): NameTarget | null => {
    const own = targets.get(foldName(name))
    if (own) return own
    const lower = name.toLowerCase()
    for (const prefix of prefixes) {
      const rest = lower.startsWith(prefix) ? targets.get(foldName(lower.slice(prefix.length))) : undefined
      if (rest) return rest
    }
    return null
  }
  return (name: string) => {
    if (name.length > longestName) return null
    let target = known.get(name)
    if (target === undefined) {
      target = find(name)
      if (known.size >= maxRemembered) known.clear()
      known.set(name, target)
    }
    return target
  }
})

/** Keys of user strings as the contract calls them. */
export const userKeysOf = rememberByContract((contract) => {
  const targets = listTargets(contract.userString.keyAliases, contract.labels)
  return (name: string) => targets.get(foldName(name)) ?? null
})

/** Contracts are never changed in place, so what is worked out for one holds as long as it does. */
function rememberByContract(make: (contract: IngestContract) => NameFinder): (contract: IngestContract) => NameFinder {
  const made = new WeakMap<IngestContract, NameFinder>()
  return (contract) => {
    const known = made.get(contract)
    if (known) return known
    const finder = make(contract)
    made.set(contract, finder)
    return finder
  }
}

function listTargets(aliases: IngestContract['attributeAliases'], labels: IngestContract['labels']): Map<string, NameTarget> {
  const targets = new Map<string, NameTarget>()
  const add = (name: string, target: NameTarget) => {
    const folded = foldName(name)
    if (!targets.has(folded)) targets.set(folded, target)
  }
  for (const field of ownerFields) {
    for (const [rank, name] of aliases[field].entries()) add(name, { field, label: null, rank })
  }
  // After the fields: a label that is named like one of them is stated under `labels` only.
  for (const label of labels) if (label !== null) add(label, { field: null, label, rank: 0 })
  return targets
}
