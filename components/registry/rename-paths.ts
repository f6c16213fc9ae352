import type { FieldError } from '@/lib/errors'

/** Faults under the names that a form gives its fields, where the server calls them otherwise. */
export function renamePaths(errors: readonly FieldError[], names: Readonly<Record<string, string>>): FieldError[] {
  return errors.map(({ path, message }) => ({ path: names[path] ?? path, message }))
}
