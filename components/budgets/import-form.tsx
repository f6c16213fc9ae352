'use client'

import { Button, FileButton, Group, Stack, Table, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { importBudgetsAction } from '@/lib/budgets/actions'
import type { ImportedRow, ImportOutcome } from '@/lib/budgets/import-budgets'

const example = 'slug,name,scope,period,amount_usd\nsearch-monthly,Search,team=search,month,12000'

/** Takes a CSV file in two steps: what would change, then the change. */
export function ImportForm({ onDone }: { onDone: () => void }) {
  const [csv, setCsv] = useState('')
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null)
  const { run, pending, failure } = useAction(importBudgetsAction)
  const change = (text: string) => {
    setCsv(text)
    setOutcome(null)
  }
  const send = async (isTrial: boolean) => {
    const answer = await run({ csv, isTrial })
    if (!answer?.ok) return
    setOutcome(answer.result)
    if (!answer.result.isApplied) return
    notifyDone(`${countEffects(answer.result.rows)} taken in.`)
    onDone()
  }
  const refused = outcome?.rows.some(({ effect }) => effect === 'refused') ?? false
  const changing = outcome?.rows.some(({ effect }) => effect === 'create' || effect === 'change') ?? false
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Columns as in the CSV that this page gives out: slug, name and amount_usd at least. Known slugs are changed, new ones set
        up; all rows or none.
      </Text>
      <ActionError failure={failure} />
      <FileButton accept=".csv,text/csv" onChange={(file) => void file?.text().then(change)}>
        {(props) => (
          <Button {...props} variant="default">
            Choose a file
          </Button>
        )}
      </FileButton>
      <Textarea
        label="Or paste rows"
        placeholder={example}
        autosize
        minRows={5}
        maxRows={14}
        value={csv}
        onChange={(event) => change(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      />
      {outcome && <ImportRows rows={outcome.rows} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" loading={pending} disabled={csv.trim() === ''} onClick={() => void send(true)}>
          Show what would change
        </Button>
        <Button loading={pending} disabled={outcome === null || refused || !changing} onClick={() => void send(false)}>
          Import
        </Button>
      </Group>
    </Stack>
  )
}

const effectWords: Readonly<Record<ImportedRow['effect'], string>> = {
  create: 'New',
  change: 'Changed',
  none: 'As it is',
  refused: 'Refused',
}

function countEffects(rows: readonly ImportedRow[]): string {
  const count = rows.filter(({ effect }) => effect !== 'none').length
  return count === 1 ? '1 budget was' : `${count} budgets were`
}

function ImportRows({ rows }: { rows: readonly ImportedRow[] }) {
  return (
    <Table.ScrollContainer minWidth={380} type="native">
      <Table captionSide="top">
        <Table.Caption>What would change</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Line</Table.Th>
            <Table.Th scope="col">Budget</Table.Th>
            <Table.Th scope="col">Effect</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ line, slug, effect, changes, errors }) => (
            <Table.Tr key={line}>
              <Table.Td>{line}</Table.Td>
              <Table.Td>{slug}</Table.Td>
              <Table.Td>
                {effectWords[effect]}
                {changes.map(({ field, before, after }) => (
                  <Text key={field} size="xs" c="dimmed">
                    {field}: {before === null ? '' : `${before} → `}
                    {after}
                  </Text>
                ))}
                {errors.map(({ path, message }) => (
                  <Text key={`${path} ${message}`} size="xs" c="var(--attention)">
                    {path} {message}
                  </Text>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
