import { z } from 'zod'
import type { FieldError } from '@/lib/errors'

/** A question that the server refused, in its own words, with the fields at fault. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message)
    this.name = 'Refusal'
  }
}

const problemSchema = z.object({
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).catch([]),
})

/**
 * What the API answered a browser. Something between here and there may answer no JSON at all.
 *
 * @throws Refusal in the words of the API where it refused.
 */
export async function readAnswer(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const problem = problemSchema.safeParse(answer)
  if (!problem.success) throw new Refusal(`The server answered ${response.status}.`)
  throw new Refusal(problem.data.detail, problem.data.errors)
}

/** A failure in words, field by field where the server named fields. */
export function tellRefusal(error: Error): string {
  if (!(error instanceof Refusal) || error.errors.length === 0) return error.message
  return `${error.errors.map(({ path, message }) => `${path} ${message}`).join('; ')}.`
}
