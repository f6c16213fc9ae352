'use client'

import { Button, Divider, Group, Stack, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { ActionError, type FieldLabels } from '@/components/settings/action-error'
import type { ActionFailure } from '@/components/settings/use-action'

interface FormFrameProps {
  onSubmit: React.FormEventHandler<HTMLFormElement>
  /** Absent where the form stands among others. */
  onCancel?: () => void
  pending: boolean
  submitLabel: string
  disabled?: boolean
  failure: ActionFailure | null
  fields: FieldLabels
  children: ReactNode
}

/** A form of the registry's drawer: its faults above, its buttons below. */
export function FormFrame({ onSubmit, onCancel, pending, submitLabel, disabled, failure, fields, children }: FormFrameProps) {
  return (
    <form onSubmit={onSubmit} method="post" noValidate>
      <Stack gap="md">
        <ActionError failure={failure} fields={fields} />
        {children}
        <Group justify="flex-end" gap="sm">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button type="submit" variant={onCancel ? undefined : 'default'} loading={pending} disabled={disabled}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A part of the drawer under its own heading. */
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
