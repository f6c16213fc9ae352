import type { z } from 'zod'
import type { FieldError } from '@/lib/errors'

/** zod's issues as our field errors: paths as in JSON, `events[3].model`. */
export function toFieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: toPath(issue.path), message: issue.message }))
}

function toPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${part}]`
    return path === '' ? String(part) : `${path}.${String(part)}`
  }, '')
}
