import { z } from 'zod'

const problemSchema = z.object({ detail: z.string() })

/** What the API answered; a refusal in its own words. Something between here and there may answer no JSON at all. */
export async function readAnswer(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const problem = problemSchema.safeParse(answer)
  throw new Error(problem.success ? problem.data.detail : `The server answered ${response.status}.`)
}
