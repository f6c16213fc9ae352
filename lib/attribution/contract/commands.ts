import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { attributionContract } from '@/lib/db/schema/attribution'
import { AppError } from '@/lib/errors'
import { beginRegistryChange } from '@/lib/registry/registry-version'
import { lockAttribution, reattribute } from '../attribute-series'
import { findLabelFaults } from './check-labels'
import { compareContracts } from './compare-contracts'
import { findCurrentContract } from './queries'
import { contractDocumentSchema } from './schema'

export const publishContractSchema = z.strictObject({
  document: contractDocumentSchema,
  /** The version that was edited: another one published meanwhile must be looked at first. */
  basedOn: z.int('is the number of a version').min(1),
  /** What it is for, for those who read the list of versions. */
  note: z.string('is needed, as text').trim().min(1, 'is needed: say what changes and why').max(300, 'is at most 300 characters'),
  /** Columns of retired labels that another label may take. */
  reusedColumns: z.array(z.int().min(1).max(6)).max(6).default([]),
})

/**
 * Publishes the next version of the attribution contract. It holds for every request that begins from now on; what was taken in
 * stays as it was read, and findings, which are derived, follow at once.
 *
 * @throws AppError `conflict` where another version was published meanwhile, `invalid` where nothing changes or a label would lose
 *   its column.
 */
export const publishContract = command({
  name: 'contract.publish',
  permission: 'registry.edit',
  input: publishContractSchema,
  async run({ tx, actor, now }, { document, basedOn, note, reusedColumns }) {
    // The attribution lock comes before any row: rules may look at labels, whose columns a version may give to others.
    await lockAttribution(tx)
    // Whatever keeps the contract in memory watches the registry's version. It also makes publications follow each other.
    await beginRegistryChange(tx)
    const current = await findCurrentContract(tx)
    if (current.version !== basedOn) {
      const began = `and you began from version ${basedOn}. Load it, and make your changes again.`
      const message = `Version ${current.version} was published meanwhile, ${began}`
      throw new AppError('conflict', message, { errors: [{ path: 'basedOn', message: 'is not the version in force' }] })
    }
    const faults = findLabelFaults(current.document.labels, document.labels, reusedColumns)
    if (faults.length > 0) throw new AppError('invalid', 'A label keeps its column.', { errors: faults })
    const changes = compareContracts(current.document, document)
    if (changes.length === 0) {
      const message = `says the same as version ${current.version}`
      throw new AppError('invalid', `The contract ${message}.`, { errors: [{ path: 'document', message }] })
    }
    const version = current.version + 1
    await tx.insert(attributionContract).values({ version, document, note, publishedBy: actor.name, publishedAt: now })
    await reattribute(tx, { all: true })
    const side = (value: (change: (typeof changes)[number]) => string | null) =>
      Object.fromEntries(changes.map((change) => [`${change.area}: ${change.name}`, value(change)]))
    const subject = { kind: 'contract', id: String(version), name: `version ${version}` }
    const audit = [{ subject, before: side(({ before }) => before), after: { ...side(({ after }) => after), note } }]
    return { result: { version }, audit }
  },
})
