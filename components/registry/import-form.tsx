'use client'

import { Anchor, Button, Code, FileInput, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { useId, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { formatCount } from '@/components/ui/format-count'
import { importFileAction, previewImportAction } from '@/lib/attribution/registry-commands/actions'
import type { ImportDiff } from '@/lib/attribution/registry-commands/import-command'
import { type FileKind, fileColumns, fileKinds, fileNames } from '@/lib/registry/files/columns'
import { ImportDiffList } from './import-diff'

/** What the server takes of a form; larger files go through the API. */
const maxCharacters = 900_000

const kindTitles: Readonly<Record<FileKind, string>> = {
  team: 'Teams',
  cost_center: 'Cost centres',
  business_unit: 'Business units',
  project: 'Projects',
  product_line: 'Product lines',
  service: 'Services',
  provider_key: 'Provider keys',
  alias: 'Aliases',
  mapping: 'Dated mappings',
}

/** A sentence on what is particular to a kind's file. */
const kindHints: Partial<Record<FileKind, string>> = {
  team: 'A cost centre that is not registered yet is registered along where a column cost_center_name names it.',
  mapping: 'One row for each span: what is mapped, to what (a dash for nothing), from which day to which.',
  provider_key: 'exclusive is true where the team has the key to itself, false where others use it too.',
}

/** A CSV file of the registry: paste or choose it, look at what it would do, apply exactly that. */
export function ImportForm({ initialKind, onDone }: { initialKind: FileKind; onDone: () => void }) {
  const [kind, setKind] = useState<FileKind>(initialKind)
  const [csv, setCsv] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [diff, setDiff] = useState<ImportDiff | null>(null)
  const previewing = useAction(previewImportAction)
  const applying = useAction(importFileAction)
  const ids = { csv: useId(), kind: useId() }

  /** Whatever is applied is what was shown: another file is compared anew. */
  const change = (apply: () => void) => {
    setDiff(null)
    previewing.setFailure(null)
    applying.setFailure(null)
    apply()
  }
  const choose = async (chosen: File | null) => {
    const text = chosen === null ? '' : await chosen.text()
    change(() => {
      setFile(chosen)
      setCsv(text)
    })
  }
  const compare = async () => {
    const answer = await previewing.run({ kind, csv })
    if (answer?.ok) setDiff(answer.result)
  }
  const apply = async () => {
    if (diff === null) return
    const answer = await applying.run({ kind, csv, fingerprint: diff.fingerprint })
    if (answer?.ok) {
      const { counts, series } = answer.result
      notifyDone(
        `${formatCount(counts.added)} added, ${formatCount(counts.changed)} changed; ${formatCount(series)} series changed hands.`,
      )
      onDone()
    } else if (answer) setDiff(null)
  }
  const effective = diff === null ? 0 : diff.counts.added + diff.counts.changed
  const isTooLong = csv.length > maxCharacters
  const fields = { csv: { label: 'The file', fieldId: ids.csv }, fingerprint: { label: 'The difference' } }
  return (
    <Stack gap="md">
      <ActionError failure={previewing.failure ?? applying.failure} fields={fields} />
      <Select
        id={ids.kind}
        label="What the file holds"
        data={fileKinds.map((value) => ({ value, label: kindTitles[value] }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => change(() => setKind(fileKinds.find((known) => known === value) ?? kind))}
      />
      <Text size="sm" c="dimmed">
        The first line names the columns, in any order: <Code>{fileColumns[kind].join(',')}</Code>. Comma, semicolon or tab. An
        empty cell leaves what is there; what a file does not name stays. {kindHints[kind]}{' '}
        <Anchor size="sm" href={`/api/v1/${fileNames[kind]}?format=csv`} download>
          Download what is registered
        </Anchor>
      </Text>
      <FileInput
        label="Choose a CSV file"
        placeholder="teams.csv"
        accept=".csv,text/csv,text/plain"
        clearable
        clearButtonProps={{ 'aria-label': 'Clear the file' }}
        value={file}
        onChange={(chosen) => void choose(chosen)}
      />
      <Textarea
        id={ids.csv}
        label="Or paste it"
        placeholder={`${fileColumns[kind].join(',')}\n`}
        rows={6}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 'var(--mantine-font-size-xs)' } }}
        error={isTooLong && 'is larger than this form takes: send it to POST /api/v1/registry/import, or in parts'}
        value={csv}
        onChange={(event) => {
          const text = event.currentTarget.value
          change(() => setCsv(text))
        }}
      />
      {diff === null ? (
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button loading={previewing.pending} disabled={csv.trim() === '' || isTooLong} onClick={() => void compare()}>
            Compare
          </Button>
        </Group>
      ) : (
        <>
          <ImportDiffList diff={diff} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onDone}>
              Cancel
            </Button>
            <Button loading={applying.pending} disabled={effective === 0} onClick={() => void apply()}>
              Apply {formatCount(effective)} {effective === 1 ? 'row' : 'rows'}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}
