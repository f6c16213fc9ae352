/**
 * Requests and answers whose body is in memory already. The web's own classes make a stream, a signal and a list of headers
 * for each, which costs more than all the rest of a small request; these make them only for who asks.
 */

/** An answer as it goes out, without a web `Response`. */
export interface ReadyAnswer {
  readonly status: number
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

const readyAnswers = new WeakMap<Response, ReadyAnswer>()

/** A `Response` with the body `text`, which becomes a real one only when something of it is read. */
export function readyResponse(answer: ReadyAnswer): Response {
  const response = new Proxy<Response>(Object.create(Response.prototype), new LazyResponse(answer))
  readyAnswers.set(response, answer)
  return response
}

/** What a response was made of, where that is known without reading it. */
export const findReadyAnswer = (response: Response): ReadyAnswer | undefined => readyAnswers.get(response)

/** A request that has been received to its end. */
interface ReceivedRequest {
  readonly method: string
  readonly url: string
  /** By name in lower case; several values of one name as an array. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Null where the method has no body. */
  readonly bytes: Uint8Array<ArrayBuffer> | null
  /** Asked for once, by the first who wants to know whether the client is still there. */
  readonly openSignal: () => AbortSignal
}

/** A `Request` over it, whose bytes `arrayBuffer` gives away once. Whatever else is asked of its body makes a real request. */
export function readyRequest(received: ReceivedRequest): Request {
  return new Proxy<Request>(Object.create(Request.prototype), new LazyRequest(received))
}

/** Node's headers as the web has them. */
export function toWebHeaders(headers: ReceivedRequest['headers']): Headers {
  const webHeaders = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const item of Array.isArray(value) ? value : [value ?? '']) webHeaders.append(name, item)
  }
  return webHeaders
}

/** Not known without a real one. */
const askReal = Symbol('askReal')

/** Answers for an object that is made when something else than the usual is asked of it. */
abstract class Lazy<Made extends object> implements ProxyHandler<Made> {
  #real: Made | undefined

  protected abstract make(): Made
  /** What a property is, or `askReal`. */
  protected abstract find(property: PropertyKey): unknown

  protected get isMade(): boolean {
    return this.#real !== undefined
  }

  protected get real(): Made {
    this.#real ??= this.make()
    return this.#real
  }

  get(_target: Made, property: PropertyKey): unknown {
    // Whoever awaits it asks whether it is a promise.
    if (property === 'then') return undefined
    const found = this.find(property)
    if (found !== askReal) return found
    const value: unknown = Reflect.get(this.real, property, this.real)
    return typeof value === 'function' ? value.bind(this.real) : value
  }
}

class LazyResponse extends Lazy<Response> {
  constructor(private readonly answer: ReadyAnswer) {
    super()
  }

  protected find(property: PropertyKey): unknown {
    return property === 'status' ? this.answer.status : askReal
  }

  protected make(): Response {
    const { status, headers, text } = this.answer
    return new Response(text, { status, headers })
  }
}

class LazyRequest extends Lazy<Request> {
  readonly #headers: Headers
  #signal: AbortSignal | undefined
  #isTaken = false

  constructor(private readonly received: ReceivedRequest) {
    super()
    this.#headers = new Proxy<Headers>(Object.create(Headers.prototype), new LazyHeaders(received.headers))
  }

  protected find(property: PropertyKey): unknown {
    if (property === 'method') return this.received.method
    if (property === 'url') return this.received.url
    if (property === 'headers') return this.#headers
    if (property === 'signal') return this.#readSignal()
    if (property === 'arrayBuffer') return () => this.#takeBytes()
    return askReal
  }

  protected make(): Request {
    const { method, url, headers, bytes } = this.received
    return new Request(url, { method, headers: toWebHeaders(headers), signal: this.#readSignal(), body: bytes })
  }

  #readSignal(): AbortSignal {
    this.#signal ??= this.received.openSignal()
    return this.#signal
  }

  async #takeBytes(): Promise<ArrayBuffer> {
    const { bytes } = this.received
    if (this.isMade || bytes === null) return this.real.arrayBuffer()
    if (this.#isTaken) throw new TypeError('The body was read before')
    this.#isTaken = true
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  }
}

const isLowerCase = /^[a-z0-9-]+$/

class LazyHeaders extends Lazy<Headers> {
  constructor(private readonly headers: ReceivedRequest['headers']) {
    super()
  }

  protected find(property: PropertyKey): unknown {
    return property === 'get' ? (name: string) => this.#read(name) : askReal
  }

  protected make(): Headers {
    return toWebHeaders(this.headers)
  }

  #read(name: string): string | null {
    const value = Object.hasOwn(this.headers, name) ? this.headers[name] : undefined
    if (this.isMade || Array.isArray(value)) return this.real.get(name)
    return value ?? (isLowerCase.test(name) ? null : this.real.get(name))
  }
}
