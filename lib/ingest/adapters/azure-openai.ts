import { type AdaptedRecord, type Adapter, eventOf } from './adapter'
import { createOpenAiLike, readPathOperation } from './openai'
import { headerOf } from './read-owners'
import type { WrappedBody } from './read-wrapper'
import { readSourceTime } from './source-time'
import { dropAbsent, isSourceRecord, measureAt, parseRecord, type SourceRecord, textAt, valueAt } from './source-values'

const answers = createOpenAiLike({
  format: 'azure-openai',
  name: 'Azure OpenAI',
  provider: 'azure',
  readMore: readAzure,
  kept: [
    ...['category', 'time', 'resourceId', 'operationName', 'resultSignature', 'durationMs', 'correlationId', 'location'],
    ...[
      'properties.modelDeploymentName',
      'properties.modelName',
      'properties.modelVersion',
      'properties.streamType',
      'deployment_name',
    ],
    ...[
      'response_headers.x-ms-deployment-name',
      'response_headers.x-ms-region',
      'headers.x-ms-deployment-name',
      'headers.x-ms-region',
    ],
    ...['response_headers.apim-request-id', 'headers.apim-request-id', 'responseCode', 'isRequestSuccess', 'apimSubscriptionId'],
  ],
})

/**
 * Answers of Azure OpenAI, whose `model` is the base model, and its diagnostic and API Management logs. Diagnostic logs count no
 * tokens: their calls are booked with unknown ones.
 */
export const azureOpenAi: Adapter = {
  ...answers,
  packed: [...(answers.packed ?? []), 'properties', 'backendResponseBody'],
  unpack: (record) => answers.unpack?.(openGatewayLog(record)),
  read: (record, context) => (isDiagnostic(record) ? readDiagnostic(record) : answers.read(record, context)),
}

function isDiagnostic(record: unknown): record is SourceRecord {
  return isSourceRecord(record) && record.category === 'RequestResponse' && isSourceRecord(record.properties)
}

/** Logs hold their properties, and API Management the whole answer within them, as JSON text. */
function openGatewayLog(record: unknown): unknown {
  if (!isSourceRecord(record)) return record
  const properties = parseRecord(record.properties)
  if (properties === null) return record
  const answer = parseRecord(properties.backendResponseBody)
  if (answer === null) return { ...record, properties }
  const { backendResponseBody: _packed, ...rest } = properties
  const code = measureAt(record, 'responseCode') ?? measureAt(rest, 'responseCode')
  return {
    ...record,
    properties: rest,
    response: answer,
    timestamp: record.timestamp ?? record.time,
    request_id: textAt(record, 'correlationId') ?? textAt(answer, 'id'),
    latency_ms: measureAt(record, 'durationMs'),
    ...(code === null ? {} : { status_code: code }),
  }
}

/** What Azure tells in headers: which deployment, where, and an id for answers that have none. */
function readAzure({ outer, body, headers }: WrappedBody): SourceRecord {
  const deployment = textAt(outer, 'deployment', 'deployment_name') ?? headerOf(headers, 'x-ms-deployment-name')
  const region = textAt(outer, 'region') ?? headerOf(headers, 'x-ms-region')
  const requestId = textAt(outer, 'request_id') ?? textAt(body, 'id') ?? headerOf(headers, 'apim-request-id', 'x-request-id')
  return dropAbsent({
    route: textAt(outer, 'route') ?? deployment,
    region: region?.toLowerCase().replaceAll(' ', ''),
    request_id: requestId,
  })
}

function readDiagnostic(record: SourceRecord): AdaptedRecord[] {
  const code = measureAt(record, 'resultSignature')
  const isError = code !== null && code >= 400
  const correlation = textAt(record, 'correlationId')
  const operation = textAt(record, 'operationName') ?? ''
  // One correlation id may stand for several calls.
  const requestId = correlation === null ? undefined : [correlation, textAt(record, 'time'), operation].filter(Boolean).join(':')
  return eventOf(
    dropAbsent({
      timestamp: readSourceTime(valueAt(record, 'time')),
      provider: 'azure',
      model: textAt(record, 'properties.modelName') ?? textAt(record, 'properties.modelDeploymentName'),
      operation: readPathOperation(
        operation
          .replace('_', '/')
          .replace(/ChatCompletions/i, 'chat/completions')
          .toLowerCase(),
      ),
      request_id: requestId,
      route: textAt(record, 'properties.modelDeploymentName'),
      region: textAt(record, 'location')?.toLowerCase().replaceAll(' ', ''),
      latency_ms: measureAt(record, 'durationMs'),
      status: isError ? 'error' : 'success',
      status_code: code,
    }),
  )
}
