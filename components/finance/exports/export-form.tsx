'use client'

import { Radio, Select, Stack } from '@mantine/core'
import { useId } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { createExportAction } from '@/lib/finance/exports/actions'
import { createExportSchema, type ExportKind, exportKindLabels, exportKinds } from '@/lib/finance/exports/schema'

interface ExportValues extends Record<string, unknown> {
  kind: ExportKind
  month: string | null
}

const toInput = ({ kind, month }: ExportValues) => ({ kind, month: month ?? '' })
const isKind = (text: string): text is ExportKind => exportKinds.some((kind) => kind === text)

interface ExportFormProps {
  /** Latest first. */
  readonly months: readonly string[]
  /** The month that somebody came for. */
  readonly askedMonth: string | null
  readonly onDone: () => void
}

/** Asks for a file of a month. The last one that is over stands there already: the running month is only what it is so far. */
export function ExportForm({ months, askedMonth, onDone }: ExportFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<ExportValues, { id: string }>({
    initialValues: { kind: 'focus', month: askedMonth ?? months[1] ?? months[0] ?? null },
    check: (values) => checkAgainst(createExportSchema, toInput(values)),
    action: (values) => createExportAction(toInput(values)),
    onDone: () => {
      notifyDone('The export is being written. It appears in the list.')
      onDone()
    },
  })
  const monthId = useId()
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={{ kind: { label: 'File' }, month: { label: 'Month', fieldId: monthId } }}
      submitLabel="Write the file"
      onCancel={onDone}
      cancelLabel="Close"
    >
      <Radio.Group label="File" value={form.values.kind} onChange={(value) => isKind(value) && form.setFieldValue('kind', value)}>
        <Stack gap="sm" mt={6}>
          {exportKinds.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={exportKindLabels[kind].label}
              description={exportKindLabels[kind].description}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        id={monthId}
        label="Month"
        description="In the reporting zone. The running month is what it is so far."
        data={months.map((month) => ({ value: month, label: formatMonth(month) }))}
        searchable
        required
        allowDeselect={false}
        nothingFoundMessage="No usage in such a month"
        {...form.getInputProps('month')}
      />
    </FormFrame>
  )
}
