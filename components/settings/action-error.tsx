import { FormError } from '@/components/ui/form-error'
import type { ActionFailure } from './use-action'

/** A form's fields by the path that the server names them with. */
export type FieldLabels = Readonly<Record<string, { label: string; fieldId?: string }>>

/** Why an action was refused, naming the fields as the form does; nothing where it was not. */
export function ActionError({ failure, fields = {} }: { failure: ActionFailure | null; fields?: FieldLabels }) {
  if (!failure) return null
  const { message, requestId, errors } = failure
  return (
    <FormError
      message={requestId ? `${message} It is in the log under ${requestId}.` : message}
      fields={errors.map((error) => ({ ...(fields[fieldOf(error.path)] ?? { label: error.path }), message: error.message }))}
    />
  )
}

/** `teams[2]` and `teams.2` are faults of the field `teams`. */
export function fieldOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path
}
