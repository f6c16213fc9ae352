'use client'

import { Button, Divider, Group, Stack, Title } from '@mantine/core'
import { type FormEventHandler, type ReactNode, useId } from 'react'
import { ActionError, type FieldLabels } from './action-error'
import type { ActionFailure } from './use-action'

interface FormFrameProps {
  onSubmit: FormEventHandler<HTMLFormElement>
  pending: boolean
  failure: ActionFailure | null
  /** How the form calls the fields that a refusal names. */
  fields?: FieldLabels
  submitLabel: string
  disabled?: boolean
  /** Absent where there is nothing to go back to. */
  onCancel?: () => void
  cancelLabel?: string
  /** One of several forms in a drawer: its button asks for less attention. */
  isPart?: true
  children: ReactNode
}

/** A form in a drawer: its faults above, its buttons below. */
export function FormFrame(props: FormFrameProps) {
  const { onSubmit, pending, failure, fields, submitLabel, disabled, onCancel, cancelLabel = 'Cancel', isPart } = props
  return (
    <form onSubmit={onSubmit} method="post" noValidate>
      <Stack gap="md">
        <ActionError failure={failure} fields={fields} />
        {props.children}
        <Group justify="flex-end" gap="sm">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {cancelLabel}
            </Button>
          )}
          <Button type="submit" variant={isPart && 'default'} loading={pending} disabled={disabled}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A part of a drawer under its own heading. */
export function DrawerPart({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId()
  return (
    <>
      <Divider />
      <section aria-labelledby={titleId}>
        <Stack gap="sm">
          <Title order={3} id={titleId}>
            {title}
          </Title>
          {children}
        </Stack>
      </section>
    </>
  )
}
