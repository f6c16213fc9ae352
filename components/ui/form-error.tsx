import { Anchor } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import classes from './form-error.module.css'

/** One refused field: its label as on the form, what is wrong and what to write instead. */
export interface FormFieldError {
  label: string
  message: string
  /** `id` of the input, to jump to it. */
  fieldId?: string
}

export interface FormErrorProps {
  /** Absent when only fields are at fault. */
  message?: string
  fields?: readonly FormFieldError[]
}

/** Why a form was refused, above it, naming each field. Renders nothing when there is nothing to say. */
export function FormError({ message, fields = [] }: FormErrorProps) {
  if (!message && fields.length === 0) return null
  return (
    <div className={classes.summary} role="alert">
      <IconAlertTriangle size={17} stroke={1.5} aria-hidden />
      <div>
        <p>{message ?? (fields.length === 1 ? 'One field needs a change' : `${fields.length} fields need a change`)}</p>
        {fields.length > 0 && (
          <ul>
            {fields.map((field) => (
              <li key={`${field.label} ${field.message}`}>
                {field.fieldId ? <Anchor href={`#${field.fieldId}`}>{field.label}</Anchor> : <b>{field.label}</b>}:{' '}
                {field.message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
