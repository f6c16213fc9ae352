/** A half-open span of instants as Postgres reads a `tstzrange`; null ends are open. */
export function formatRange(from: string | null, to: string | null): string {
  return `[${from ?? ''},${to ?? ''})`
}
