import { z } from 'zod'
import { toIngestContract } from '@/lib/attribution/contract/ingest-contract'
import type { ContractVersion } from '@/lib/attribution/contract/queries'
import { canonicalEventSchema } from './canonical-event'
import { acceptedSpellings } from './canonical-fields'

/** The document of `GET /api/v1/contract`: what an event looks like, and what the organisation agreed with those who send. */
export function describeContract({ version, document, publishedAt, note }: ContractVersion) {
  const { labels, expectedFields } = toIngestContract(version, document)
  return {
    version,
    /** Null for what holds where nothing was agreed. */
    published_at: publishedAt?.toISOString() ?? null,
    note,
    schema: z.toJSONSchema(canonicalEventSchema, { io: 'input' }),
    required_fields: ['timestamp', 'provider', 'model'],
    /** Their absence is a finding, never a refusal; `*` is every environment not named. */
    expected_fields: expectedFields,
    /** The same, with who puts each field on the event. */
    environments: document.environments.map(({ environment, requires }) => ({
      environment,
      requires: requires.map(({ field, suppliedBy }) => ({ field, supplied_by: suppliedBy })),
    })),
    slugs: { fields: document.slugs.fields, max_length: document.slugs.maxLength },
    accepted_spellings: acceptedSpellings,
    /** Those that are kept. */
    labels: labels.filter((label) => label !== null),
    sandbox: document.sandbox,
    attributes: document.attributes,
    user_string: {
      parsed: document.userString.isParsed,
      pair_separators: document.userString.pairSeparators,
      key_separators: document.userString.keySeparators,
      keys: document.userString.keyAliases,
    },
    keeps: { user_id: document.keepsUserId, tenant_id: document.keepsTenantId },
    months_back: document.monthsBack,
  }
}
