import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { promisify } from 'node:util'
import { constants, gzip as gzipWithCallback } from 'node:zlib'

const gzip = promisify(gzipWithCallback)

/** What the server answered. */
export interface Answer {
  readonly status: number
  readonly retryAfterMs: number | null
  readonly body: unknown
}

/** Posts event bodies to one server over kept connections. */
export interface HttpSender {
  post(records: readonly unknown[], key: string): Promise<Answer>
  close(): void
}

/** Longer than the server gives a request. */
const answerTimeoutMs = 60_000

/**
 * Makes a sender for the server at `baseUrl`. Bodies are NDJSON, compressed at the cheapest level: the line, not the disk, is
 * what they pass.
 */
export function createHttpSender(baseUrl: string, connections: number): HttpSender {
  const url = new URL('/api/v1/events', baseUrl)
  const isSecure = url.protocol === 'https:'
  const options = { keepAlive: true, maxSockets: connections }
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options)
  const open = isSecure ? httpsRequest : httpRequest
  return {
    async post(records, key) {
      const text = records.map((record) => JSON.stringify(record)).join('\n')
      const body = await gzip(text, { level: constants.Z_BEST_SPEED })
      return new Promise((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${key}`,
          'content-type': 'application/x-ndjson',
          'content-encoding': 'gzip',
          'content-length': body.length,
        }
        const request = open(url, { method: 'POST', agent, headers, timeout: answerTimeoutMs }, (response) => {
          readAnswer(response).then(resolve, reject)
        })
        request.once('timeout', () => request.destroy(new Error(`no answer within ${answerTimeoutMs / 1000} s`)))
        request.once('error', reject)
        request.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(Buffer.from(chunk))
  const retryAfterSeconds = Number(response.headers['retry-after'] ?? Number.NaN)
  return {
    status: response.statusCode ?? 0,
    retryAfterMs: Number.isFinite(retryAfterSeconds) ? retryAfterSeconds * 1000 : null,
    body: parseJson(Buffer.concat(chunks).toString('utf8')),
  }
}

/** A proxy on the way may answer with something else. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
