import type { ListedKind, MappingKind } from '@/lib/registry/kinds'
import type { RegistryTab } from '@/lib/registry/search-params'

interface KindLabels {
  readonly tab: RegistryTab
  readonly noun: string
  /** As a heading and a tab. */
  readonly title: string
  readonly addLabel: string
  readonly codeLabel: string
  readonly codeHint: string
  readonly codeExample: string
  readonly nameExample: string
  /** What an empty list says this is for. */
  readonly purpose: string
}

const slugHint = 'What calls name it by: lower-case letters, digits and hyphens. It cannot be changed later.'

/** How the kinds are named on forms and in tables. */
export const kindLabels: Readonly<Record<ListedKind, KindLabels>> = {
  team: {
    tab: 'teams',
    noun: 'team',
    title: 'Teams',
    addLabel: 'Add team',
    codeLabel: 'Slug',
    codeHint: slugHint,
    codeExample: 'support-ops',
    nameExample: 'Support Operations',
    purpose:
      'A team is a group of people that answers for its AI spend. Calls name it by its slug, and leads and engineers see the spend of theirs.',
  },
  cost_center: {
    tab: 'cost-centres',
    noun: 'cost centre',
    title: 'Cost centres',
    addLabel: 'Add cost centre',
    codeLabel: 'Code',
    codeHint: 'As the general ledger writes it. It cannot be changed later.',
    codeExample: 'CC-4100',
    nameExample: 'Customer Care',
    purpose: 'A cost centre is where the general ledger books a cost. Finance closes and exports the month by it.',
  },
  business_unit: {
    tab: 'business-units',
    noun: 'business unit',
    title: 'Business units',
    addLabel: 'Add business unit',
    codeLabel: 'Slug',
    codeHint: 'What reports and files name it by: lower-case letters, digits and hyphens. It cannot be changed later.',
    codeExample: 'commerce',
    nameExample: 'Commerce',
    purpose: 'A business unit is what cost centres roll up to in reports.',
  },
  project: {
    tab: 'projects',
    noun: 'project',
    title: 'Projects',
    addLabel: 'Add project',
    codeLabel: 'Slug',
    codeHint: slugHint,
    codeExample: 'storefront',
    nameExample: 'Storefront',
    purpose: 'A project is what people work on. Calls that name no team belong to the team of their project.',
  },
  product_line: {
    tab: 'product-lines',
    noun: 'product line',
    title: 'Product lines',
    addLabel: 'Add product line',
    codeLabel: 'Slug',
    codeHint: 'What reports and files name it by: lower-case letters, digits and hyphens. It cannot be changed later.',
    codeExample: 'marketplace',
    nameExample: 'Marketplace',
    purpose: 'A product line is what projects roll up to in reports.',
  },
  service: {
    tab: 'services',
    noun: 'service',
    title: 'Services',
    addLabel: 'Add service',
    codeLabel: 'Slug',
    codeHint: slugHint,
    codeExample: 'ticket-triage',
    nameExample: 'Ticket triage',
    purpose: 'A service is a program that calls models. Calls that name no team belong to the team that runs their service.',
  },
  provider_key: {
    tab: 'keys',
    noun: 'key',
    title: 'Provider keys',
    addLabel: 'Add key',
    codeLabel: 'Key',
    codeHint: 'The id or hash by which usage names the key, never the secret itself. It cannot be changed later.',
    codeExample: 'key-checkout',
    nameExample: 'Checkout, production',
    purpose:
      'A key of a provider or gateway that one team has to itself says more surely than any tag who calls. Shared keys decide nothing.',
  },
}

interface MappingLabels {
  /** What it belongs to, as a field and a column. */
  readonly parent: string
  readonly none: string
  /** What belongs to it, as a column of the other side. */
  readonly members: string
}

export const mappingLabels: Readonly<Record<MappingKind, MappingLabels>> = {
  team_cost_center: { parent: 'Cost centre', none: 'No cost centre', members: 'Teams' },
  cost_center_business_unit: { parent: 'Business unit', none: 'No business unit', members: 'Cost centres' },
  project_team: { parent: 'Team', none: 'No team', members: 'Projects' },
  project_product_line: { parent: 'Product line', none: 'No product line', members: 'Projects' },
  service_team: { parent: 'Team', none: 'No team', members: 'Services' },
  provider_key_team: { parent: 'Team', none: 'No team', members: 'Keys' },
  pool_cost_center: { parent: 'Cost centre', none: 'No cost centre', members: 'Pools' },
}
