/** A team, a cost centre or a business unit. `code` is what callers and ledgers write: a slug, or a cost centre's code. */
export interface Owner {
  id: string
  code: string
  name: string
}

export type OwnerKind = 'team' | 'costCenter' | 'businessUnit'

/** How the kinds of owner are named on forms and in tables. */
export const ownerKinds = {
  team: {
    noun: 'team',
    addLabel: 'Add team',
    codeLabel: 'Slug',
    codeHint: 'What calls name it by: lower-case letters, digits and hyphens. It cannot be changed later.',
    codeExample: 'support-ops',
    nameExample: 'Support Operations',
    parentLabel: 'Cost centre',
    noParent: 'No cost centre',
  },
  costCenter: {
    noun: 'cost centre',
    addLabel: 'Add cost centre',
    codeLabel: 'Code',
    codeHint: 'As the general ledger writes it. It cannot be changed later.',
    codeExample: 'CC-4100',
    nameExample: 'Customer Care',
    parentLabel: 'Business unit',
    noParent: 'No business unit',
  },
  businessUnit: {
    noun: 'business unit',
    addLabel: 'Add business unit',
    codeLabel: 'Slug',
    codeHint: 'What reports and files name it by: lower-case letters, digits and hyphens. It cannot be changed later.',
    codeExample: 'commerce',
    nameExample: 'Commerce',
    parentLabel: null,
    noParent: null,
  },
} as const satisfies Record<OwnerKind, Record<string, string | null>>

/** The kinds that belong to something, from one day to another. */
export type MappedKind = Exclude<OwnerKind, 'businessUnit'>

/** Something to pick from a list: what is stored, and how it is shown. */
export interface Choice {
  value: string
  label: string
}
