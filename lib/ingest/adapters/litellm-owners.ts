import { isSlug } from '@/lib/registry/slug'
import type { AdapterContext } from './adapter'
import { metadataOf, type ReadOwners, readHeaders, readOwners, readTags } from './read-owners'
import { recordAt, type SourceRecord, textAt, valueAt } from './source-values'

/**
 * Who a call through LiteLLM belongs to. What the gateway knows of the key goes before all that the caller may write: the key's
 * team and project, then what an administrator set on key or team, then the caller's tags and metadata, then the end user.
 */
export function readLiteLlmOwners(record: SourceRecord, metadata: SourceRecord, context: AdapterContext): ReadOwners {
  const team = chooseTeam(
    textAt(metadata, 'user_api_key_team_alias'),
    textAt(metadata, 'user_api_key_team_id') ?? textAt(record, 'team_id'),
  )
  const project = textAt(metadata, 'user_api_key_project_alias', 'user_api_key_project_id')
  const owners = readOwners(
    [
      { values: { team_id: team, project_id: project }, basis: 'metadata' },
      { values: metadataOf(valueAt(metadata, 'user_api_key_auth_metadata')), basis: 'metadata' },
      { values: metadataOf(valueAt(metadata, 'spend_logs_metadata')), basis: 'tag' },
      { values: metadataOf(valueAt(metadata, 'requester_metadata')), basis: 'tag' },
      { values: readHeaders(valueAt(metadata, 'requester_custom_headers')), basis: 'tag' },
      { values: readTags(valueAt(record, 'request_tags')), basis: 'tag' },
      // A call made without a gateway key carries the caller's own metadata at the top.
      { values: ownMetadata(metadata), basis: 'tag' },
      { values: { user: textAt(record, 'end_user') ?? textAt(metadata, 'user_api_key_end_user_id') }, basis: 'user' },
    ],
    context,
  )
  const { user_id: endUser, ...fields } = owners.fields
  const keyUser = textAt(metadata, 'user_api_key_user_id') ?? textAt(record, 'user')
  return {
    hints: owners.hints,
    // Of the two people that LiteLLM names, one holds the key and the other is the customer of the application.
    fields: {
      ...fields,
      ...(keyUser === null ? {} : { user_id: keyUser }),
      ...(typeof endUser === 'string' && fields.tenant_id === undefined ? { tenant_id: endUser } : {}),
    },
  }
}

/** A team's alias is what people call it, its id often a UUID; whichever reads like a slug of ours is meant. */
function chooseTeam(alias: string | null, id: string | null): string | null {
  if (alias !== null && isSlug(alias)) return alias
  const isUuid = id !== null && /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(id)
  return id !== null && isSlug(id) && !isUuid ? id : (alias ?? id)
}

/** The metadata without what the gateway itself puts there. */
function ownMetadata(metadata: SourceRecord): SourceRecord {
  const own = Object.entries(metadata).filter(
    ([name, value]) => !/^(?:user_api_key|requester|usage_object)/.test(name) && typeof value !== 'object',
  )
  return Object.fromEntries(own)
}

/** What the archive keeps of owners. */
export const liteLlmOwnerPaths: readonly string[] = [
  ...[
    'team_id',
    'organization_id',
    'request_tags.#',
    'metadata.@',
    'metadata.user_api_key_team_id',
    'metadata.user_api_key_team_alias',
  ],
  ...['metadata.user_api_key_project_id', 'metadata.user_api_key_project_alias', 'metadata.user_api_key_org_id'],
  ...[
    'metadata.user_api_key_hash',
    'metadata.user_api_key_alias',
    'metadata.user_api_key',
    'metadata.user_api_key_request_route',
  ],
  ...['metadata.user_api_key_auth_metadata.@', 'metadata.spend_logs_metadata.@', 'metadata.requester_metadata.@'],
  'metadata.requester_custom_headers.@',
]

/** Metadata as an object, whichever way this version writes it. */
export const metadataAt = (record: SourceRecord): SourceRecord => {
  const value = valueAt(record, 'metadata')
  return typeof value === 'string' ? metadataOf(value) : recordAt(record, 'metadata')
}
