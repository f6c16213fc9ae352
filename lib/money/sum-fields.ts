/** Adds records of exact amounts up, name by name; of no records each sum is 0. */
export function sumFields<Name extends string>(
  names: readonly Name[],
  all: Iterable<Readonly<Record<Name, bigint>>>,
): Record<Name, bigint> {
  const sums = Object.fromEntries(names.map((name) => [name, 0n])) as Record<Name, bigint>
  for (const one of all) for (const name of names) sums[name] += one[name]
  return sums
}
