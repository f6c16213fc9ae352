import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { parseUserString } from './attributes/parse-user-string'
import { type CleanText, createNameReader, findTextFault, maskSecrets } from './clean-text'
import type { RecordDraft } from './record-draft'

const readName = createNameReader({ isLowerCased: false })
const dimensionFields = ['team_id', 'cost_center', 'project_id', 'service', 'feature', 'environment'] as const

/**
 * Puts what a user string says into a draft whose other fields are read: it fills only what they leave blank. Answers what is
 * wrong with an id that would be kept, or null.
 */
export function applyUserString(draft: RecordDraft, text: string, contract: IngestContract): string | null {
  const said = parseUserString(text, contract)
  draft.hasUnparsedUser = said.isUnparsed
  const read = (value: string): CleanText | null => {
    const clean = readName(value)
    if (clean !== null && typeof clean !== 'string') return clean
    draft.hasUnparsedUser ||= typeof clean === 'string'
    return null
  }
  for (const field of dimensionFields) {
    const value = said.fields[field]
    if (value === undefined || draft.names[field] !== null) continue
    draft.names[field] = read(value)
    if (field === 'team_id') draft.hasTeamFromUser = draft.names.team_id !== null
  }
  for (const [column, label] of contract.labels.entries()) {
    const value = label === null ? undefined : said.labels[label]
    const clean = value === undefined || (draft.labels[column] ?? null) !== null ? null : read(value)
    if (clean !== null) draft.labels = withLabel(draft.labels, column, clean.text)
  }
  const isWhole = contract.keepsUserId && (said.tenantId === null || contract.keepsTenantId) && maskSecrets(text) === text
  if (!isWhole) draft.isPartlyKept = true
  if (said.tenantId !== null && contract.keepsTenantId && draft.ids.tenant_id === null) {
    const fault = keepId(draft, 'tenant_id', said.tenantId)
    if (fault !== null) return fault
  }
  return said.userId !== null && contract.keepsUserId ? keepId(draft, 'user_id', said.userId) : null
}

function keepId(draft: RecordDraft, field: 'user_id' | 'tenant_id', id: string): string | null {
  const fault = findTextFault(id)
  if (fault !== null) return fault
  if (maskSecrets(id) !== id) draft.hasMaskedIds = true
  draft.ids[field] = id
  return null
}

function withLabel(labels: RecordDraft['labels'], column: number, value: string): RecordDraft['labels'] {
  const filled = [...labels]
  while (filled.length <= column) filled.push(null)
  filled[column] = value
  return filled
}
