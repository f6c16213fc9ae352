'use client'

import { ActionIcon, Button, Group, NativeSelect, Stack, TagsInput, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { dimensionLabel, fixedDimensions, isTimeDimension } from '@/lib/reports/spend/dimension-names'

/** One dimension of a scope and its values. */
export interface ScopeRow {
  readonly dimension: string
  readonly values: readonly string[]
}

/** The rows as filters; rows of one dimension are alternatives, empty ones count for nothing. */
export function toFilters(rows: readonly ScopeRow[]): Record<string, string[]> {
  const filters: Record<string, string[]> = {}
  for (const { dimension, values } of rows) if (values.length > 0) filters[dimension] = [...(filters[dimension] ?? []), ...values]
  return filters
}

const choices = fixedDimensions
  .filter((name) => !isTimeDimension(name))
  .map((name) => ({ value: name, label: dimensionLabel(name) }))

interface ScopeFieldsProps {
  owners: { teams: readonly { slug: string; name: string }[]; costCenters: readonly { code: string; name: string }[] }
  isBounded: boolean
  rows: readonly ScopeRow[]
  onChange: (rows: readonly ScopeRow[]) => void
  error?: ReactNode
}

/** What a budget counts: any filters of the spend report, none for the whole organisation. */
export function ScopeFields({ owners, isBounded, rows, onChange, error }: ScopeFieldsProps) {
  const titleId = useId()
  const known: Readonly<Record<string, string[]>> = {
    team: owners.teams.map(({ slug }) => slug),
    cost_center: owners.costCenters.map(({ code }) => code),
  }
  const set = (index: number, row: ScopeRow | null) =>
    onChange(rows.flatMap((one, at) => (at === index ? (row ? [row] : []) : [one])))
  return (
    <Stack gap={6} role="group" aria-labelledby={titleId}>
      <Text size="sm" fw={500} id={titleId}>
        Scope
      </Text>
      <Text size="xs" c="dimmed">
        {isBounded
          ? 'Names teams or cost centres of yours; further filters narrow it.'
          : 'No filter: the whole organisation. Several must all hold.'}
      </Text>
      {rows.map(({ dimension, values }, index) => (
        // Rows have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the list
        <Group key={index} gap={6} align="flex-start" wrap="nowrap">
          <NativeSelect
            aria-label={`Dimension ${index + 1}`}
            w={150}
            data={choices}
            value={dimension}
            onChange={(event) => set(index, { dimension: event.currentTarget.value, values: [] })}
          />
          <TagsInput
            style={{ flex: 1 }}
            aria-label={`Values ${index + 1}`}
            placeholder={values.length === 0 ? 'Value, then Enter' : undefined}
            data={known[dimension] ?? []}
            value={[...values]}
            onChange={(next) => set(index, { dimension, values: next })}
            acceptValueOnBlur
            comboboxProps={{ withinPortal: false }}
          />
          <ActionIcon
            variant="default"
            size={36}
            aria-label={`Remove ${dimension} from the scope`}
            onClick={() => set(index, null)}
          >
            <IconTrash size={15} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {error && (
        <Text size="xs" c="var(--attention)">
          {error}
        </Text>
      )}
      <Group>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() => onChange([...rows, { dimension: rows.length === 0 ? 'team' : 'environment', values: [] }])}
        >
          Add a filter
        </Button>
      </Group>
    </Stack>
  )
}
