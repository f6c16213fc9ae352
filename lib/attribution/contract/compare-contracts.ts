import { ownerFields } from './contract-fields'
import type { ContractDocument } from './schema'

/** One fact of a contract that differs; null where a side does not have it. */
export interface ContractChange {
  /** What it is about: `Environments`, `Labels`, … */
  readonly area: string
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

type Fact = Pick<ContractChange, 'area' | 'name'> & { readonly value: string }

/** What differs between two contracts, fact by fact, in the order of the document. */
export function compareContracts(before: ContractDocument, after: ContractDocument): ContractChange[] {
  const old = byKey(listFacts(before))
  const fresh = byKey(listFacts(after))
  return [...new Map([...old, ...fresh])].flatMap(([key, { area, name }]) => {
    const change = { area, name, before: old.get(key)?.value ?? null, after: fresh.get(key)?.value ?? null }
    return change.before === change.after ? [] : [change]
  })
}

const byKey = (facts: readonly Fact[]) => new Map(facts.map((fact) => [`${fact.area}\n${fact.name}`, fact]))

function listFacts(document: ContractDocument): Fact[] {
  const facts = (area: string, values: readonly (readonly [string, string])[]): Fact[] =>
    values.map(([name, value]) => ({ area, name, value }))
  const { userString } = document
  return [
    ...facts(
      'Environments',
      document.environments.flatMap(({ environment, requires }) => [
        [environment, requires.length === 0 ? 'requires nothing' : 'requires fields'] as const,
        ...requires.map(({ field, suppliedBy }) => [`${environment}: ${field}`, `required, from ${suppliedBy}`] as const),
      ]),
    ),
    ...facts('Slugs', [
      ['Fields', joined([...document.slugs.fields].sort())],
      ['Longest', `${document.slugs.maxLength} characters`],
    ]),
    ...facts(
      'Labels',
      document.labels.map(({ column, name, isRetired }) => [`label_${column}`, isRetired ? `${name}, retired` : name] as const),
    ),
    ...facts('Sandbox', [['Environments', joined(document.sandbox.environments)]]),
    ...facts('Names of attributes', [
      ...ownerFields.map((field) => [field, joined(document.attributes.aliases[field])] as const),
      ['What may stand before', joined(document.attributes.prefixes)],
    ]),
    ...facts('User strings', [
      ['Read', yesNo(userString.isParsed)],
      ['Between pairs', userString.pairSeparators],
      ['Between key and value', userString.keySeparators],
      ...ownerFields.map((field) => [`Keys of ${field}`, joined(userString.keyAliases[field])] as const),
    ]),
    ...facts('Privacy', [
      ['Keeps ids of end users', yesNo(document.keepsUserId)],
      ['Keeps ids of tenants', yesNo(document.keepsTenantId)],
    ]),
    ...facts('Age', [['How far back an event may lie', `${document.monthsBack} months`]]),
  ]
}

const joined = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '))
const yesNo = (is: boolean) => (is ? 'yes' : 'no')
