import { AppError } from '@/lib/errors'

/** Bounds the memory that bodies hold in this process. */
export interface BodyBudget {
  /** What a request holds of it; to be released when the request has been answered. */
  open(): BodyShare
  readonly heldBytes: number
}

export interface BodyShare {
  /** @throws AppError `unavailable` with `Retry-After` where all requests together would hold too much. */
  take(bytes: number): void
  release(): void
}

/** Makes a budget of so many bytes. */
export function createBodyBudget(maxBytes: number): BodyBudget {
  let heldBytes = 0
  return {
    get heldBytes() {
      return heldBytes
    },
    open: () => {
      let taken = 0
      return {
        take: (bytes) => {
          if (heldBytes + bytes > maxBytes) {
            const message = 'Too much is being taken in at the moment. Nothing of this request was stored: send it again.'
            throw new AppError('unavailable', message, { retryAfterSeconds: 1 })
          }
          heldBytes += bytes
          taken += bytes
        },
        release: () => {
          heldBytes -= taken
          taken = 0
        },
      }
    },
  }
}
