import { parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { z } from 'zod'

const wholeNumber = z.coerce.number('is a whole number').int('is a whole number').positive('is 1 or more')

/** What the list of models can be asked for in the API. */
export const modelFilterSchema = z.object({
  search: z.string().max(200, 'is at most 200 characters').optional(),
  provider: z.string().max(300).optional(),
  page: wholeNumber.optional(),
  page_size: wholeNumber.max(500, 'is at most 500').optional(),
  /** Absent: the latest version. */
  version: wholeNumber.optional(),
})

/** What the page of models reads from its address; pages count from 1. */
export const modelsParams = {
  search: parseAsString.withDefault(''),
  provider: parseAsString,
  page: parseAsInteger.withDefault(1),
}

/** The name that is being tried on a model's page, and the provider that is said to send it. */
export const nameParams = { name: parseAsString.withDefault(''), from: parseAsString }

/** Which page of a version's changes; from 1. */
export const versionParams = { page: parseAsInteger.withDefault(1) }

/** Which draft is open; absent: the only one. */
export const draftParams = { draft: parseAsString }

/** One workload of the estimator, as typed: counts stay text, so that `1.2B` is still `1.2B` for whom it is sent to. */
export const workloadParams = {
  provider: parseAsString.withDefault('openai'),
  model: parseAsString.withDefault('gpt-5.4'),
  counts: parseAsStringLiteral(['total', 'each']).withDefault('total'),
  requests: parseAsString.withDefault('400,000'),
  input: parseAsString.withDefault('1.2B'),
  cached: parseAsString.withDefault(''),
  write5m: parseAsString.withDefault(''),
  write1h: parseAsString.withDefault(''),
  output: parseAsString.withDefault('180M'),
  tier: parseAsString.withDefault('standard'),
  region: parseAsString.withDefault(''),
  account: parseAsString.withDefault(''),
  /** Minutes in UTC, `2026-10-01T09:00`; blank: now. */
  at: parseAsString.withDefault(''),
}

/** The second workload starts with a quarter of the first, so that there is a difference to look at. */
export const secondWorkloadParams = {
  ...workloadParams,
  requests: parseAsString.withDefault('100,000'),
  input: parseAsString.withDefault('300M'),
  output: parseAsString.withDefault('45M'),
}

export type WorkloadSide = 'a' | 'b'

/** Names in the address, `a_model` and `b_model`. */
export const workloadKeys = { a: prefixKeys('a'), b: prefixKeys('b') }

function prefixKeys(side: WorkloadSide) {
  return {
    provider: `${side}_provider`,
    model: `${side}_model`,
    counts: `${side}_counts`,
    requests: `${side}_requests`,
    input: `${side}_input`,
    cached: `${side}_cached`,
    write5m: `${side}_write5m`,
    write1h: `${side}_write1h`,
    output: `${side}_output`,
    tier: `${side}_tier`,
    region: `${side}_region`,
    account: `${side}_account`,
    at: `${side}_at`,
  }
}
