'use client'

import { Button, Select } from '@mantine/core'
import type { AuditPageData } from '@/lib/audit/loaders'
import classes from './audit.module.css'
import { formatKind } from './audit-detail'

/** What the log is narrowed to; null for everything. */
export interface AuditSelection {
  command: string | null
  actor: string | null
  subject: string | null
}

interface AuditFiltersProps {
  facets: AuditPageData['facets']
  value: AuditSelection
  onChange: (value: AuditSelection) => void
}

/** Three pickers, each with what the log holds. */
export function AuditFilters({ facets, value, onChange }: AuditFiltersProps) {
  const isNarrowed = value.command !== null || value.actor !== null || value.subject !== null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own legend and box
    <div className={classes.filters} role="group" aria-label="Filters">
      <Select
        label="Command"
        placeholder="All commands"
        data={facets.commands}
        value={value.command}
        onChange={(command) => onChange({ ...value, command })}
        {...shared}
      />
      <Select
        label="Who"
        placeholder="Everyone"
        data={facets.actors.map(({ id, name }) => ({ value: id, label: name }))}
        value={value.actor}
        onChange={(actor) => onChange({ ...value, actor })}
        {...shared}
      />
      <Select
        label="Subject"
        placeholder="Everything"
        data={facets.subjectKinds.map((kind) => ({ value: kind, label: formatKind(kind) }))}
        value={value.subject}
        onChange={(subject) => onChange({ ...value, subject })}
        {...shared}
      />
      {isNarrowed && (
        <Button variant="subtle" onClick={() => onChange({ command: null, actor: null, subject: null })}>
          Clear all
        </Button>
      )}
    </div>
  )
}

const shared = { searchable: true, clearable: true, limit: 100, w: 210, nothingFoundMessage: 'Nothing of that name' } as const
