import { currentRequestId, log } from '@/lib/log'

/** What a panel of a page is made of, or that it could not be read: the other panels stand all the same. */
export type Panel<Data> = { readonly ok: true; readonly data: Data } | { readonly ok: false; readonly requestId?: string }

/**
 * Answers with what `data` brings, and never fails: why it could not be read is logged under the name of the panel, and the
 * panel says so in its place.
 */
export async function settlePanel<Data>(panel: string, data: Promise<Data>): Promise<Panel<Data>> {
  try {
    return { ok: true, data: await data }
  } catch (error) {
    log.error({ err: error, panel }, 'a panel could not be read')
    return { ok: false, requestId: currentRequestId() }
  }
}
