import { bodyNames, costNames, countNames } from './attribute-names'
import { firstCount, firstText } from './attribute-values'
import type { Attributes, Span } from './span'

/** `call`: one call of a model. `parent`: repeats what its children say, and is never counted. `other`: none of ours. */
export type SpanClass = 'call' | 'parent' | 'other'

/** Operations of agents and tools; their usage is the sum of the calls below. */
const parentOperations = new Set(['invoke_agent', 'create_agent', 'invoke_workflow', 'execute_tool', 'agent_step'])
const parentKinds = new Set(['CHAIN', 'AGENT', 'TOOL', 'RETRIEVER', 'GUARDRAIL', 'EVALUATOR'])
const parentTraceloopKinds = new Set(['workflow', 'task', 'agent', 'tool'])

const callOperations = new Set(['chat', 'text_completion', 'generate_content', 'embeddings'])
const callKinds = new Set(['LLM', 'EMBEDDING'])
const vercelCall = /\.do(?:Generate|Stream|Embed)$/
const vercelName = /^ai\.\w+/

/** What any emitter calls a count of tokens, and what has no such name but is one. */
const usageNames: readonly string[] = [...Object.values(countNames).flat(), ...costNames]

/** Tells what a span is. */
export function classifySpan({ attributes }: Pick<Span, 'attributes'>): SpanClass {
  const operation = textOf(attributes, 'gen_ai.operation.name')
  const kind = textOf(attributes, 'openinference.span.kind').toUpperCase()
  const vercel = readVercelOperation(attributes)
  if (
    parentOperations.has(operation) ||
    parentKinds.has(kind) ||
    parentTraceloopKinds.has(textOf(attributes, 'traceloop.span.kind')) ||
    (vercel !== '' && !vercelCall.test(vercel))
  ) {
    return 'parent'
  }
  const isCall =
    callOperations.has(operation) ||
    callKinds.has(kind) ||
    vercel !== '' ||
    textOf(attributes, 'llm.request.type') !== '' ||
    usageNames.some((name) => Object.hasOwn(attributes, name)) ||
    Object.hasOwn(attributes, bodyNames.vercel)
  return isCall ? 'call' : 'other'
}

/** `ai.generateText.doGenerate` and the like of the Vercel AI SDK; empty where it is another's span. */
export function readVercelOperation(attributes: Attributes): string {
  const id = textOf(attributes, 'ai.operationId')
  if (id !== '') return id
  // Older versions say it only here, followed by the name that the caller gave the function.
  return vercelName.test(textOf(attributes, 'operation.name')) ? (textOf(attributes, 'operation.name').split(' ')[0] ?? '') : ''
}

const textOf = (attributes: Attributes, name: string): string => firstText(attributes, [name]) ?? ''

const operations = new Map([
  ['chat', 'chat'],
  ['text_completion', 'completion'],
  ['completion', 'completion'],
  ['generate_content', 'chat'],
  ['embeddings', 'embeddings'],
  ['embedding', 'embeddings'],
  ['rerank', 'rerank'],
  ['llm', 'chat'],
])

/** The operation of a call as canonical events name it; undefined where nothing tells. */
export function readOperation(attributes: Attributes): string | undefined {
  const vercel = readVercelOperation(attributes)
  if (vercel !== '') return vercel.endsWith('.doEmbed') ? 'embeddings' : 'chat'
  for (const name of ['gen_ai.operation.name', 'llm.request.type', 'openinference.span.kind']) {
    const stated = textOf(attributes, name).toLowerCase()
    if (stated !== '' && stated !== 'unknown') return operations.get(stated) ?? stated
  }
  return firstCount(attributes, countNames.output_tokens) === undefined ? undefined : 'chat'
}
