import type { OwnershipLine } from '@/lib/reports/ownership/queries'

/** What named the owner, as a short word for the column. */
const basisWords: Readonly<Record<string, string>> = {
  decision: 'Decision',
  rule: 'Rule',
  key: 'API key',
  metadata: 'Gateway metadata',
  tag: 'Caller’s tag',
  user: 'User string',
  resource: 'Resource attribute',
  mapping: 'Mapping',
}

const reasonWords: Readonly<Record<string, string>> = {
  missing_team: 'No team was named',
  unknown_team: 'The team that was named is not registered',
  archived_team: 'The team that was named was archived by then',
}

export function basisWord({ ownerKind, basis, reason }: Pick<OwnershipLine, 'ownerKind' | 'basis' | 'reason'>): string {
  if (ownerKind === 'none') return reasonWords[reason ?? ''] ?? 'Nothing names an owner'
  return basisWords[basis ?? ''] ?? 'Unknown'
}

type Explained = Pick<OwnershipLine, 'ownerKind' | 'basis' | 'reason' | 'owner' | 'dimensions' | 'evidence' | 'statedProject'>

/** Why a line is its owner’s, as a sentence that names the rule, the mapping or the tag. */
export function describeEvidence(line: Explained): string {
  const { basis, owner, dimensions, evidence } = line
  const source = dimensions.source === null ? 'The source' : `The source ${dimensions.source}`
  if (line.ownerKind === 'none') return `${basisWord(line)}, and no rule or mapping takes it.`
  switch (evidence.kind) {
    case 'decision':
      return `Decided for these calls: “${evidence.name ?? 'a decision'}”.`
    case 'rule':
      return `The rule “${evidence.name ?? 'without a name'}” gives it to ${owner}.`
    case 'provider_key':
      return `The API key ${evidence.name} is ${owner}’s alone.`
    case 'sender':
      return `${source} says so: the key that it was called with is ${owner}’s.`
    case 'service':
      return `The service ${evidence.name ?? dimensions.service} is run by ${owner}.`
    case 'project':
      return `The project ${evidence.name ?? line.statedProject ?? dimensions.project} is of ${owner}.`
    case 'team':
      return `${source} says so: ${tagWords[basis ?? ''] ?? 'it'} names ${nameSent(line)}.`
    case 'nobody':
      return 'Nothing that is kept says why.'
  }
}

const tagWords: Readonly<Record<string, string>> = {
  metadata: 'the gateway’s metadata',
  tag: 'the caller’s tag',
  user: 'the user string',
  resource: 'a resource attribute',
}

/** A name may have been sent that stands for the team. */
function nameSent({ dimensions, owner }: Explained): string {
  const sent = dimensions.reported_team
  return sent === null || sent === owner ? `${owner}` : `${sent}, which stands for ${owner}`
}

/** What who set it did, as the words before their name. */
export function setWords({ evidence }: Pick<OwnershipLine, 'evidence'>): string {
  if (evidence.kind === 'team') return 'Team registered by'
  if (evidence.kind === 'decision') return 'Decided by'
  return evidence.kind === 'rule' ? 'Rule made by' : 'Mapped by'
}
