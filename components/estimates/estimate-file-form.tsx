'use client'

import { Button, Code, FileInput, Group, Stack, Text } from '@mantine/core'
import { useId, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { FormError } from '@/components/ui/form-error'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { createEstimatesAction, previewEstimateFileAction } from '@/lib/attribution/estimates/actions'
import type { FilePreview } from '@/lib/attribution/estimates/preview-file'
import { estimateColumns } from '@/lib/attribution/estimates/schema'

const faultsShown = 20

/** Reads a CSV file, says what storing it would do, and stores it only then. */
export function EstimateFileForm({ onDone }: { onDone: () => void }) {
  const preview = useAction(previewEstimateFileAction)
  const store = useAction(createEstimatesAction)
  const [found, setFound] = useState<FilePreview | null>(null)
  const fileId = useId()
  const read = async (file: File | null) => {
    setFound(null)
    if (file === null) return
    const answer = await preview.run({ text: await file.text() })
    if (answer?.ok) setFound(answer.result)
  }
  const save = async () => {
    if (!found?.ok) return
    const estimates = found.lines.flatMap(({ estimate, state }) => (estimate !== null && state === 'new' ? [estimate] : []))
    const answer = await store.run({ estimates })
    if (!answer?.ok) return
    notifyDone(`${formatCount(answer.result.created)} estimates were written down.`)
    onDone()
  }
  const canSave = found?.ok === true && found.fresh > 0 && found.faulty === 0
  return (
    <Stack gap="md">
      <ActionError failure={preview.failure ?? store.failure} />
      <FileInput
        id={fileId}
        label="CSV file"
        description={
          <>
            The first line names the columns: <Code>{estimateColumns.join(',')}</Code>. Days are written YYYY-MM-DD, and{' '}
            <Code>to</Code> is the day after the last.
          </>
        }
        placeholder="Choose a file"
        accept=".csv,text/csv"
        clearable
        onChange={(file) => void read(file)}
      />
      <div aria-live="polite">{found && <Found preview={found} />}</div>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button disabled={!canSave} loading={store.pending || preview.pending} onClick={() => void save()}>
          {canSave ? `Add ${formatCount(found.fresh)}` : 'Add'}
        </Button>
      </Group>
    </Stack>
  )
}

function Found({ preview }: { preview: FilePreview }) {
  if (!preview.ok) return <FormError message={preview.message} fields={[]} />
  const { lines, fresh, faulty, total } = preview
  const known = lines.length - fresh - faulty
  const faults = lines.flatMap(({ line, errors }) =>
    errors.map(({ path, message }) => ({ label: `Line ${line}, ${path}`, message })),
  )
  return (
    <Stack gap="sm">
      <Text size="sm">
        {formatCount(fresh)} new, <Money amount={total} /> in all
        {known > 0 && `; ${formatCount(known)} stand already and are left out`}.
      </Text>
      {faulty > 0 && (
        <FormError
          message={`${formatCount(faulty)} lines need another value. Nothing is stored before all are right.`}
          fields={faults.slice(0, faultsShown)}
        />
      )}
    </Stack>
  )
}
