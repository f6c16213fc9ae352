import type { DatedSpan } from './dated-spans'

/** `CC-1100 from the beginning to 2026-09-01`, one line a span; `none` for nothing at all. */
export function tellSpans(spans: readonly DatedSpan<string>[]): string[] | 'none' {
  if (spans.length === 0) return 'none'
  return spans.map(({ value, from, to }) => `${value} from ${from ?? 'the beginning'}${to === null ? ' on' : ` to ${to}`}`)
}
