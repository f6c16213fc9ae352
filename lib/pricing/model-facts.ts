import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { defaultPricesFolder } from './load-list-prices'

const modelFactSchema = z.strictObject({
  provider: z.string(),
  /** Canonical name in the price book. */
  model: z.string(),
  /** Product line and size: `gpt-mini`, `claude-haiku`. Null where the maker has no such lines. */
  family: z.string().nullable(),
  /** Joins the sizes of one maker: `gpt`, `claude`, `gemini`. */
  line: z.string().nullable(),
  released: z.string().nullable(),
  context_tokens: z.int().positive().nullable(),
  max_output_tokens: z.int().positive().nullable(),
  reasoning: z.boolean().nullable(),
  function_calling: z.boolean().nullable(),
  /** Null: not known. */
  structured_output: z.boolean().nullable(),
  input: z.array(z.string()),
  output: z.array(z.string()),
})

const modelFactsSchema = z.strictObject({ source: z.string(), note: z.string(), models: z.array(modelFactSchema) })

export type ModelFact = z.infer<typeof modelFactSchema>

/** What is known of models beside their prices, for "a cheaper model of the same line" suggestions. A model may be absent. */
export function loadModelFacts(folder: string = defaultPricesFolder()): readonly ModelFact[] {
  return modelFactsSchema.parse(JSON.parse(readFileSync(join(folder, 'model-facts.json'), 'utf8'))).models
}
