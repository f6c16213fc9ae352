import { createLoader, parseAsIndex, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { ListedKind } from './kinds'

/** The parts of the registry's page, as its address names them. */
export const registryTabs = [
  'teams',
  'cost-centres',
  'business-units',
  'projects',
  'product-lines',
  'services',
  'keys',
  'aliases',
  'seen',
] as const
export type RegistryTab = (typeof registryTabs)[number]

/** The kind whose list a tab holds; aliases, and what nobody registered, are of several kinds. */
export const kindOfTab: Readonly<Record<RegistryTab, ListedKind | null>> = {
  teams: 'team',
  'cost-centres': 'cost_center',
  'business-units': 'business_unit',
  projects: 'project',
  'product-lines': 'product_line',
  services: 'service',
  keys: 'provider_key',
  aliases: null,
  seen: null,
}

/** What usage names and nobody may have registered. */
export const seenKinds = ['team', 'project', 'service', 'provider_key'] as const
export type SeenKind = (typeof seenKinds)[number]

/** What the registry's page reads from its address. */
export const registryParams = {
  tab: parseAsStringLiteral(registryTabs).withDefault('teams'),
  q: parseAsString.withDefault(''),
  page: parseAsIndex.withDefault(0),
  /** The slug, code or key of the entry that is looked at. */
  open: parseAsString,
  /** Of the tab `seen`: what is listed. */
  kind: parseAsStringLiteral(seenKinds).withDefault('team'),
}

export const readRegistryParams = createLoader(registryParams)
