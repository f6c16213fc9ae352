import { describe, expect, it, test } from 'vitest'
import { findLabelFaults } from './check-labels'
import { compareContracts } from './compare-contracts'
import { foldName } from './contract-fields'
import { defaultContractDocument } from './default-document'
import { defaultContract, expectedFieldsOf, toIngestContract } from './ingest-contract'
import { type ContractDocument, contractDocumentSchema } from './schema'

const change = (changes: Partial<ContractDocument>): ContractDocument => ({ ...defaultContractDocument, ...changes })
const label = (column: 1 | 2 | 3 | 4 | 5 | 6, name: string, isRetired = false) => ({ column, name, isRetired })

describe('names', () => {
  test.each(['cost_center', 'CostCenter', 'costcenter', 'cost-center', 'cost.center', 'Cost Center', 'cost:center'])(
    '%s is cost_center',
    (name) => expect(foldName(name)).toBe('costcenter'),
  )
})

describe('the document', () => {
  it('that ships is sound, and asks for what production needs', () => {
    expect(contractDocumentSchema.parse(defaultContractDocument)).toEqual(defaultContractDocument)
    expect([...expectedFieldsOf(defaultContract, 'production')].sort()).toEqual([
      'environment',
      'project_id',
      'service',
      'team_id',
    ])
    expect([...expectedFieldsOf(defaultContract, null)].sort()).toEqual(['environment', 'project_id', 'service', 'team_id'])
    expect([...expectedFieldsOf(defaultContract, 'sandbox')].sort()).toEqual(['environment', 'team_id'])
    expect(expectedFieldsOf(defaultContract, 'constructor')).toEqual(expectedFieldsOf(defaultContract, null))
  })

  const { environments, attributes, userString } = defaultContractDocument
  const wrong: [string, unknown, string][] = [
    ['a field that nobody knows', { ...defaultContractDocument, colour: 'blue' }, ''],
    ['another form of document', { ...defaultContractDocument, format: 2 }, 'format'],
    ['no line for every other environment', change({ environments: environments.slice(1) }), 'environments'],
    [
      'an environment twice',
      change({ environments: [...environments, { environment: 'dev', requires: [] }] }),
      'environments.7.environment',
    ],
    [
      'an environment that is no slug',
      change({ environments: [...environments, { environment: 'Prod EU', requires: [] }] }),
      'environments.7.environment',
    ],
    [
      'a field required twice',
      change({
        environments: [
          {
            environment: '*',
            requires: [
              { field: 'service', suppliedBy: 'sdk' },
              { field: 'service', suppliedBy: 'gateway' },
            ],
          },
        ],
      }),
      'environments.0.requires.1',
    ],
    ['two labels in a column', change({ labels: [label(1, 'a'), label(1, 'b')] }), 'labels.1.column'],
    ['a label in two columns', change({ labels: [label(1, 'a'), label(2, 'a')] }), 'labels.1.name'],
    ['a label that is no name', change({ labels: [label(1, 'Customer Tier')] }), 'labels.0.name'],
    ['a seventh column', { ...defaultContractDocument, labels: [{ column: 7, name: 'a', isRetired: false }] }, 'labels.0.column'],
    [
      'one attribute for two fields',
      change({ attributes: { ...attributes, aliases: { ...attributes.aliases, project_id: ['Team-ID'] } } }),
      'attributes.aliases.project_id.0',
    ],
    [
      'an attribute without a letter',
      change({ attributes: { ...attributes, aliases: { ...attributes.aliases, project_id: ['..'] } } }),
      'attributes.aliases.project_id.0',
    ],
    ['a letter as a separator', change({ userString: { ...userString, pairSeparators: '|x' } }), 'userString.pairSeparators'],
    ['one sign for both', change({ userString: { ...userString, keySeparators: ':|' } }), 'userString.keySeparators'],
    ['names longer than a slug can be', change({ slugs: { fields: [], maxLength: 64 } }), 'slugs.maxLength'],
    ['no months at all', change({ monthsBack: 0 }), 'monthsBack'],
  ]
  test.each(wrong)('is refused with %s', (_what, document, path) => {
    const issues = contractDocumentSchema.safeParse(document).error?.issues ?? []
    expect(issues.map((issue) => issue.path.join('.'))).toContain(path)
  })
})

describe('labels', () => {
  it('lie in their columns; a retired one takes nothing and can still be read', () => {
    const { labels, labelsEver } = toIngestContract(3, change({ labels: [label(3, 'b', true), label(2, 'a')] }))
    expect(labels).toEqual([null, 'a', null])
    expect(labelsEver).toEqual([null, 'a', 'b'])
  })

  const before = [label(1, 'tier'), label(2, 'old', true)]
  test.each<[string, ContractDocument['labels'], number[], string[]]>([
    ['stay as they are', before, [], []],
    ['are joined by another', [...before, label(4, 'new')], [], []],
    ['are retired and taken up again', [label(1, 'tier', true), label(2, 'old')], [], []],
    ['are not left out', [label(2, 'old', true)], [], ['document.labels']],
    ['are not renamed', [label(1, 'level'), label(2, 'old', true)], [], ['document.labels[0].name']],
    ['do not change columns', [label(3, 'tier'), label(2, 'old', true)], [], ['document.labels']],
    ['do not give up a retired column silently', [label(1, 'tier'), label(2, 'new')], [], ['document.labels[1].name']],
    ['give up a retired column where it is asked for', [label(1, 'tier'), label(2, 'new')], [2], []],
    [
      'do not give up a column in use, though it is asked for',
      [label(1, 'new'), label(2, 'old', true)],
      [1],
      ['document.labels[0].name'],
    ],
  ])('%s', (_what, after, reused, paths) => {
    expect(findLabelFaults(before, after, reused).map(({ path }) => path)).toEqual(paths)
  })
})

describe('what differs between contracts', () => {
  it('is nothing between equal ones', () => {
    expect(compareContracts(defaultContractDocument, structuredClone(defaultContractDocument))).toEqual([])
  })

  it('is told fact by fact', () => {
    const after = change({
      environments: [
        ...defaultContractDocument.environments.filter(({ environment }) => environment !== 'local'),
        { environment: 'production', requires: [{ field: 'feature', suppliedBy: 'sdk' }] },
      ],
      labels: [label(2, 'customer_tier')],
      keepsUserId: true,
      monthsBack: 12,
    })
    expect(compareContracts(defaultContractDocument, after)).toEqual([
      { area: 'Environments', name: 'local', before: 'requires fields', after: null },
      { area: 'Environments', name: 'local: team_id', before: 'required, from gateway', after: null },
      { area: 'Environments', name: 'local: environment', before: 'required, from platform', after: null },
      { area: 'Privacy', name: 'Keeps ids of end users', before: 'no', after: 'yes' },
      { area: 'Age', name: 'How far back an event may lie', before: '36 months', after: '12 months' },
      { area: 'Environments', name: 'production', before: null, after: 'requires fields' },
      { area: 'Environments', name: 'production: feature', before: null, after: 'required, from sdk' },
      { area: 'Labels', name: 'label_2', before: null, after: 'customer_tier' },
    ])
  })
})
