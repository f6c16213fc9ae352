import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { compareContracts } from './compare-contracts'
import { type ContractVersion, listContracts } from './queries'

/** What the page of the contract shows to the person who opens it. */
export async function loadContractPage() {
  const actor = await requirePagePermission('registry.read')
  const [contracts, { reportingZone }] = await Promise.all([listContracts(getDatabase()), getOrganization()])
  const [current] = contracts
  if (!current) throw new Error('there is no version of the contract, not even the first')
  return {
    version: current.version,
    document: current.document,
    versions: contracts.map((contract, index) => describeVersion(contract, contracts[index + 1])),
    canEdit: actorMay(actor, 'registry.edit'),
    zone: reportingZone,
  }
}

function describeVersion({ version, document, publishedBy, publishedAt, note }: ContractVersion, before?: ContractVersion) {
  return {
    version,
    publishedBy,
    publishedAt: publishedAt?.toISOString() ?? null,
    note,
    changes: before ? compareContracts(before.document, document) : [],
  }
}

/** The page of the contract as plain values. */
export type ContractPageData = Awaited<ReturnType<typeof loadContractPage>>
export type ContractVersionView = ContractPageData['versions'][number]
