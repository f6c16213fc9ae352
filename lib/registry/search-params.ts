import { parseAsStringLiteral } from 'nuqs/server'

/** The parts of the registry's page, as its address names them. */
export const registryTabs = ['teams', 'cost-centres', 'business-units', 'seen'] as const
export type RegistryTab = (typeof registryTabs)[number]

/** What the registry's page reads from its address. */
export const registryParams = { tab: parseAsStringLiteral(registryTabs).withDefault('teams') }
