import { sizeOf } from '@/lib/money/compare'
import { sumFields } from '@/lib/money/sum-fields'
import type { Usd } from '@/lib/money/usd'

/** Why spend moved, in the order in which it is explained. The parts of a line add up to its change. */
export const partNames = ['new', 'gone', 'volume', 'mix', 'price', 'shared', 'unattributed'] as const
export type PartName = (typeof partNames)[number]

/** What a mix consists of, in the order in which it is taken apart. */
export const mixNames = ['model', 'token_class', 'caching', 'tier'] as const
export type MixName = (typeof mixNames)[number]

/** What people read for each part, and in a sentence what it says; both amounts are of the later month less the earlier one. */
export const partLabels: Readonly<Record<PartName, { label: string; meaning: string }>> = {
  new: { label: 'New', meaning: 'Teams, and models of a team, that were not there before' },
  gone: { label: 'Gone', meaning: 'Teams, and models of a team, that are there no more' },
  volume: { label: 'Volume', meaning: 'More or fewer requests, at the earlier mix and prices' },
  mix: { label: 'Mix', meaning: 'Other models, token classes, caching or tiers for the same requests, at the earlier prices' },
  price: { label: 'Price', meaning: 'Other prices for what is used now' },
  shared: { label: 'Shared', meaning: 'What shared pools give a team, or keep' },
  unattributed: { label: 'Unattributed', meaning: 'What nobody owns' },
}

export const mixLabels: Readonly<Record<MixName, string>> = {
  model: 'model',
  token_class: 'token class',
  caching: 'caching',
  tier: 'service tier',
}

/** Amounts by part; `mix` is the sum of `mixOf`. */
export interface MovementParts extends Readonly<Record<PartName, Usd>> {
  readonly mixOf: Readonly<Record<MixName, Usd>>
}

export const noParts: MovementParts = {
  ...{ new: 0n, gone: 0n, volume: 0n, mix: 0n, price: 0n, shared: 0n, unattributed: 0n },
  mixOf: { model: 0n, token_class: 0n, caching: 0n, tier: 0n },
}

export const addParts = (all: readonly MovementParts[]): MovementParts => ({
  ...sumFields(partNames, all),
  mixOf: sumFields(
    mixNames,
    all.map(({ mixOf }) => mixOf),
  ),
})

/** What the parts come to: the change that they explain. */
export const sumParts = (parts: MovementParts): Usd => partNames.reduce((sum, name) => sum + parts[name], 0n)

/** The part of a mix that is largest in either direction; null where nothing of it moved. */
export function findDominantMix({ mixOf }: MovementParts): MixName | null {
  const largest = mixNames.reduce((best, name) => (sizeOf(mixOf[name]) > sizeOf(mixOf[best]) ? name : best))
  return mixOf[largest] === 0n ? null : largest
}
