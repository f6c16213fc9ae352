/** How something sends to a source, to be copied as it stands. */
export interface Example {
  readonly key: 'canonical' | 'litellm' | 'otel' | 'provider'
  /** What has to be at hand for it. */
  readonly title: string
  readonly detail: string
  readonly label: string
  readonly code: string
}

/** Formats whose records are written by a gateway or a file, not by one's own code. */
const providerFormats = new Set([
  'openai',
  'azure-openai',
  'anthropic',
  'google',
  'bedrock',
  'openrouter',
  'mistral',
  'groq',
  'deepseek',
  'xai',
  'cohere',
])

interface ExampleOptions {
  /** The address of the installation, without a slash at its end. */
  readonly origin: string
  readonly source: { readonly slug: string; readonly format: string }
  /** A key that was just made; else the variable in which the reader has it. */
  readonly secret?: string
  readonly now: Date
}

/** The examples for a source, the one for its own format first. The call in them ran just before `now`, so that it is taken as sent. */
export function writeExamples({ origin, source, secret, now }: ExampleOptions): Example[] {
  const key = secret ?? '$ASCRIBE_KEY'
  const timestamp = new Date(Math.floor(now.getTime() / 60_000) * 60_000 - 60_000).toISOString().replace('.000', '')
  const examples: Example[] = [
    writeCanonical({ origin, key, timestamp, slug: source.slug }),
    writeLiteLlm({ origin, key }),
    writeOtel({ origin, key, slug: source.slug }),
    writeProvider({ origin, key, timestamp, slug: source.slug }),
  ]
  const own = source.format === 'litellm' ? 'litellm' : providerFormats.has(source.format) ? 'provider' : 'canonical'
  // A source of one format is refused at the endpoint of another one.
  const isOpen = ({ key: name }: Example) =>
    source.format === 'canonical' ||
    name === 'canonical' ||
    name === 'otel' ||
    (name === 'litellm' && source.format === 'litellm') ||
    (name === 'provider' && source.format === 'openai')
  return examples.filter(isOpen).toSorted((left, right) => Number(right.key === own) - Number(left.key === own))
}

function writeCanonical({
  origin,
  key,
  timestamp,
  slug,
}: {
  origin: string
  key: string
  timestamp: string
  slug: string
}): Example {
  return {
    key: 'canonical',
    title: 'curl',
    detail: 'One canonical event. A second time it is a duplicate and counts nothing.',
    label: 'curl, a canonical event',
    code: `curl ${origin}/api/v1/events \\
  -H "Authorization: Bearer ${key}" -H "content-type: application/json" -d '{
  "timestamp": "${timestamp}", "provider": "openai", "model": "gpt-4o-mini", "operation": "chat",
  "request_id": "${slug}-first-event",
  "team_id": "support-ops", "project_id": "helpdesk", "service": "triage", "feature": "summarise", "environment": "development",
  "input_tokens": 1820, "cached_input_tokens": 600, "output_tokens": 410 }'`,
  }
}

function writeLiteLlm({ origin, key }: { origin: string; key: string }): Example {
  // LiteLLM reads os.environ/NAME only as a whole value, and the header needs a word before the key.
  const isVariable = key.startsWith('$')
  return {
    key: 'litellm',
    title: 'LiteLLM',
    detail: isVariable
      ? 'In config.yaml of the proxy, with the key itself in the place of $ASCRIBE_KEY: LiteLLM puts no variables into a text.'
      : 'In config.yaml of the proxy.',
    label: 'LiteLLM, config.yaml',
    code: `litellm_settings:
  callbacks: ["ascribe"]
callback_settings:
  ascribe:
    callback_type: generic_api
    endpoint: ${origin}/api/v1/ingest/litellm
    headers:
      Authorization: Bearer ${key}`,
  }
}

function writeOtel({ origin, key, slug }: { origin: string; key: string; slug: string }): Example {
  return {
    key: 'otel',
    title: 'OpenTelemetry',
    detail: 'Around a program that traces its calls of models by the GenAI convention, OpenInference, OpenLLMetry or the AI SDK.',
    label: 'OpenTelemetry, environment',
    code: `export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${origin}/v1/traces
export OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_TRACES_HEADERS="Authorization=Bearer%20${key}"
export OTEL_SERVICE_NAME=${slug}
export OTEL_RESOURCE_ATTRIBUTES=team.id=support-ops,project.id=helpdesk,deployment.environment.name=development`,
  }
}

function writeProvider({
  origin,
  key,
  timestamp,
  slug,
}: {
  origin: string
  key: string
  timestamp: string
  slug: string
}): Example {
  const created = Math.floor(Date.parse(timestamp) / 1_000)
  return {
    key: 'provider',
    title: 'Provider’s answer',
    detail:
      'The answer of a provider as it came, with whose call it was around it. For other providers, change the end of the path.',
    label: 'curl, an answer of OpenAI',
    code: `curl ${origin}/api/v1/ingest/openai \\
  -H "Authorization: Bearer ${key}" -H "content-type: application/json" -d '{
  "timestamp": "${timestamp}", "latency_ms": 812,
  "team_id": "support-ops", "project_id": "helpdesk", "service": "triage", "feature": "summarise", "environment": "development",
  "response": { "id": "chatcmpl-${slug}-first-answer", "object": "chat.completion", "created": ${created},
    "model": "gpt-4o-mini-2024-07-18", "service_tier": "default",
    "usage": { "prompt_tokens": 1820, "completion_tokens": 410, "total_tokens": 2230,
      "prompt_tokens_details": { "cached_tokens": 600 } } } }'`,
  }
}
