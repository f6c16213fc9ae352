import { AppError, type FieldError, problemResponse, toProblem } from '@/lib/errors'
import { readyResponse } from '@/lib/http/ready-message'
import type { IgnoredRecord } from './parse/parse-body'
import type { RecordResult, TakenIn } from './take-in'

const maxListed = 100

/** What decides how an answer is put. */
export interface AnswerOptions {
  /** Names of fields that were dropped and were not told of this source before. */
  readonly droppedFields: readonly string[]
  /** Whether every record is listed, not only those about which something is to be noted. */
  readonly wantsAll: boolean
  readonly requestId: string
  /** Records that are no calls of a model; they are counted, and no reason to refuse a body. */
  readonly ignored?: readonly IgnoredRecord[]
  /** Whether 200 says that records and rejections are stored, whatever was refused: for senders that never try again. */
  readonly isAlwaysFine?: boolean
}

/** Answers for a body: what became of its records, as a problem where nothing in it was acceptable. */
export function describeTaken(taken: TakenIn, options: AnswerOptions): Response {
  const { droppedFields, wantsAll, requestId, ignored = [], isAlwaysFine = false } = options
  const { accepted, duplicates, conflicts, rejected } = taken
  const results = wantsAll ? taken.results : taken.results.filter((result) => !isSimplyAccepted(result))
  const dropped = droppedFields.length > 0 ? { dropped_fields: droppedFields } : {}
  const passedOver = ignored.length > 0 ? { ignored: ignored.length, ignored_records: ignored.slice(0, maxListed) } : {}
  const answer = { accepted, duplicates, conflicts, rejected, results, ...passedOver, ...dropped }
  if (accepted + duplicates + conflicts > 0 || isAlwaysFine || (rejected === 0 && ignored.length > 0))
    return readyResponse({ status: 200, headers: answerHeaders, text: JSON.stringify(answer) })
  const failure = new AppError('invalid', describeNothing(rejected), { errors: listErrors(taken.results) })
  const { headers } = problemResponse(failure, requestId)
  return new Response(JSON.stringify({ ...toProblem(failure, requestId), ...answer }), { status: failure.status, headers })
}

const answerHeaders = { 'content-type': 'application/json', 'cache-control': 'private, no-store' }

const describeNothing = (rejected: number) =>
  rejected === 0
    ? 'The body holds no events.'
    : 'None of the events could be accepted. They are kept, redacted, with the reasons below.'

/** Accepted, and nothing to be noted: the counts say it all. */
const isSimplyAccepted = ({ status, findings }: RecordResult) => status === 'accepted' && findings.length === 0

function listErrors(results: readonly RecordResult[]): FieldError[] {
  const errors: FieldError[] = []
  for (const { index, errors: own } of results) {
    for (const { path, message } of own) {
      if (errors.length < maxListed) errors.push({ path: `events[${index}]${path === '' ? '' : `.${path}`}`, message })
    }
  }
  return errors
}
