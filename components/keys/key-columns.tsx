import { Button, Code } from '@mantine/core'
import { Moment } from '@/components/settings/moment'
import classes from '@/components/settings/settings.module.css'
import type { Column } from '@/components/ui/data-table-columns'
import { StatusBadge, type StatusTone } from '@/components/ui/status-badge'
import type { KeyState, KeyView } from '@/lib/keys/loaders'
import { sourceRoles } from './key-choices'

interface KeyColumnOptions {
  zone: string
  /** Absent for those who may only read. */
  onRevoke?: (key: KeyView) => void
}

const states: Record<KeyState, { label: string; tone: StatusTone }> = {
  active: { label: 'Active', tone: 'done' },
  expired: { label: 'Expired', tone: 'waiting' },
  revoked: { label: 'Revoked', tone: 'off' },
}

/** What the list of keys shows of each. */
export function keyColumns({ zone, onRevoke }: KeyColumnOptions): readonly Column<KeyView>[] {
  return [
    { key: 'name', header: 'Name', value: (key) => key.name },
    { key: 'prefix', header: 'Begins with', value: (key) => key.prefix, render: (key) => <Code>{key.prefix}…</Code> },
    {
      key: 'state',
      header: 'State',
      value: (key) => key.state,
      render: (key) => (
        <span className={classes.cell}>
          <StatusBadge {...states[key.state]} />
          {onRevoke && key.state !== 'revoked' && (
            <Button size="compact-xs" variant="default" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
              Revoke
            </Button>
          )}
        </span>
      ),
    },
    { key: 'scopes', header: 'Scopes', value: (key) => key.scopes.join(', ') },
    {
      key: 'source',
      header: 'Source',
      value: (key) => key.source ?? '',
      render: (key) =>
        key.source ? `${key.source}${key.sourceRole ? ` (${sourceRoles[key.sourceRole].label.toLowerCase()})` : ''}` : '—',
    },
    instantColumn('lastUsed', 'Last used', (key) => key.lastUsedAt, zone),
    instantColumn('expires', 'Expires', (key) => key.expiresAt, zone),
    { key: 'createdBy', header: 'Created by', value: (key) => key.createdBy },
    instantColumn('created', 'Created', (key) => key.createdAt, zone),
  ]
}

function instantColumn(key: string, header: string, read: (row: KeyView) => string | null, zone: string): Column<KeyView> {
  return {
    key,
    header,
    value: (row) => read(row) ?? 'never',
    render: (row) => {
      const at = read(row)
      return at ? <Moment at={at} zone={zone} /> : 'Never'
    },
  }
}
