'use client'

import { type FormErrors, useForm } from '@mantine/form'
import type { z } from 'zod'
import type { FieldError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import type { ActionResult } from '@/lib/http/act'
import { fieldOf } from './action-error'
import { useAction } from './use-action'

interface ActionFormOptions<Values extends Record<string, unknown>, Output> {
  initialValues: Values
  /** Hands the values to the server action in the form that it takes. */
  action: (values: Values) => Promise<ActionResult<Output>>
  /** Faults that the browser can find before it asks; the server checks again. */
  check?: (values: Values) => readonly FieldError[]
  onDone: (result: Output, values: Values) => void
}

/**
 * A form that ends in a server action. Faults found here and faults found by the server look the same: each under its
 * field, and all of them above the form.
 */
export function useActionForm<Values extends Record<string, unknown>, Output>(options: ActionFormOptions<Values, Output>) {
  const { run, pending, failure, setFailure } = useAction(options.action)
  const form = useForm<Values>({
    initialValues: options.initialValues,
    validate: (values): FormErrors => byField(options.check?.(values) ?? []),
  })
  const submit = async (values: Values) => {
    const answer = await run(values)
    if (answer?.ok) options.onDone(answer.result, values)
    else if (answer) form.setErrors(byField(answer.failure.errors))
  }
  const onSubmit = form.onSubmit(
    (values) => void submit(values),
    (errors) => setFailure({ errors: Object.entries(errors).map(([path, message]) => ({ path, message: String(message) })) }),
  )
  return { form, onSubmit, pending, failure }
}

/** The faults that a schema finds in an input, as the server would name them. */
export function checkAgainst(schema: z.ZodType, input: unknown): readonly FieldError[] {
  const parsed = schema.safeParse(input)
  return parsed.success ? [] : toFieldErrors(parsed.error)
}

function byField(errors: readonly FieldError[]): Record<string, string> {
  return Object.fromEntries(errors.map(({ path, message }) => [fieldOf(path), message]))
}
