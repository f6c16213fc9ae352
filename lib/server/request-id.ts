import { randomUUID } from 'node:crypto'

/** What a caller's own id may look like: it is written to logs and headers as it stands. */
const saneId = /^[A-Za-z0-9._:-]{8,128}$/

/** The caller's request id where it is sane, so that a trace can be followed through several services; else a new one. */
export function chooseRequestId(incoming: string | string[] | undefined): string {
  return typeof incoming === 'string' && saneId.test(incoming) ? incoming : randomUUID()
}
