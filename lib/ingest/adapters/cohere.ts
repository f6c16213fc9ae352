import { type AdaptedRecord, type Adapter, type AdapterContext, captureRanks, eventOf, refused } from './adapter'
import { openAiContent } from './openai'
import { readOpenAiUsage } from './openai-usage'
import {
  bodyPaths,
  openWrapper,
  readWrapper,
  readWrapperStatus,
  readWrapperTime,
  unpackWrapper,
  wrapperPaths,
} from './read-wrapper'
import {
  countAt,
  dropAbsent,
  isSourceRecord,
  recordAt,
  type SourceRecord,
  someOf,
  sumCounts,
  textAt,
  valueAt,
} from './source-values'

/** Answers of Cohere: chat, embeddings, rerank. */
export const cohere: Adapter = {
  format: 'cohere',
  name: 'Cohere',
  rank: captureRanks.responseBody,
  dropped: [...openAiContent, 'message', 'embeddings', 'texts', 'documents', 'chat_history', 'generations', 'tool_plan', 'query'],
  packed: ['response', 'body', 'response_body', 'request', 'request_body'],
  kept: [...wrapperPaths, ...bodyPaths('id', 'generation_id', 'response_id', 'model', 'response_type', 'meta.*', 'usage.*')],
  unpack: unpackWrapper,
  read: readAnswer,
}

function readAnswer(record: unknown, context: AdapterContext): AdaptedRecord[] {
  if (!isSourceRecord(record)) return refused('', 'must be an object: the answer of Cohere, bare or under response')
  const wrapped = openWrapper(record)
  const { outer, body, request } = wrapped
  const { fields, hints } = readWrapper(wrapped, context)
  const units = ['meta.billed_units', 'usage.billed_units'].map((path) => valueAt(body, path)).find(isSourceRecord)
  const id = textAt(body, 'id', 'generation_id', 'response_id')
  const usage = recordAt(body, 'usage')
  const isEmbedding =
    valueAt(body, 'embeddings') !== undefined || /embed/.test(textAt(body, 'response_type') ?? textAt(outer, 'model') ?? '')
  const isRerank = someOf(countAt(units, 'search_units')) !== undefined && valueAt(body, 'message') === undefined
  return eventOf(
    dropAbsent({
      request_id: id,
      response_id: id,
      ...fields,
      timestamp: readWrapperTime(wrapped),
      provider: 'cohere',
      model: textAt(body, 'model') ?? textAt(outer, 'model') ?? textAt(request, 'model'),
      operation: textAt(outer, 'operation') ?? (isRerank ? 'rerank' : isEmbedding ? 'embeddings' : 'chat'),
      prompt_hash: context.hashPrompt(valueAt(request, 'messages')) ?? context.hashPrompt(valueAt(request, 'message')),
      ...(units === undefined ? readOpenAiUsage(usage) : readBilledUnits(units)),
      ...readWrapperStatus(wrapped),
    }),
    hints,
  )
}

/** What is billed, which is less than what was processed. */
function readBilledUnits(units: SourceRecord) {
  const images = someOf(countAt(units, 'image_tokens'))
  return {
    input_tokens: sumCounts(countAt(units, 'input_tokens'), images),
    image_input_tokens: images,
    output_tokens: countAt(units, 'output_tokens'),
    web_search_requests: someOf(countAt(units, 'search_units')),
  }
}
