import { defaultContract, type IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { type AcceptedRecord, createNormaliser, type NormaliseOptions, type RefusedRecord } from '../normalise'

/** The clock of tests that give one. */
export const testNowMs = Date.UTC(2026, 5, 15, 12)

/** A record that lacks nothing but the fields that are changed to undefined, as JSON would have it. */
export function makeRecord(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const record = {
    timestamp: '2026-06-15T09:30:00.250Z',
    provider: 'openai',
    model: 'gpt-4o-mini',
    operation: 'chat',
    request_id: 'req-1',
    team_id: 'support-ops',
    project_id: 'helpdesk',
    service: 'triage',
    feature: 'summarise',
    environment: 'production',
    input_tokens: 1820,
    cached_input_tokens: 600,
    output_tokens: 410,
    status: 'success',
    ...changes,
  }
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

export function testOptions(contract: Partial<IngestContract> = {}, salt = ''): NormaliseOptions {
  return { sourceId: 7, nowMs: testNowMs, contract: { ...defaultContract, ...contract }, salt }
}

/** Normalises one record, which is expected to pass. */
export function accept(record: unknown, contract: Partial<IngestContract> = {}): AcceptedRecord {
  const normalised = createNormaliser(testOptions(contract)).normalise(record)
  if (!normalised.ok) throw new Error(`refused: ${JSON.stringify(normalised.errors)}`)
  return normalised
}

/** Normalises one record, which is expected to be refused. */
export function refuse(record: unknown, contract: Partial<IngestContract> = {}): RefusedRecord {
  const normalised = createNormaliser(testOptions(contract)).normalise(record)
  if (normalised.ok) throw new Error('accepted')
  return normalised
}
