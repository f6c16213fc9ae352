'use client'

import { ActionIcon, Button, Title, type TitleOrder, Tooltip } from '@mantine/core'
import { IconDownload, IconLineHeight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'
import { formatCount } from './format-count'

export type Density = 'comfortable' | 'compact'

interface TableToolbarProps {
  name: string
  titleOrder: TitleOrder
  density: Density
  onDensityChange: (density: Density) => void
  /** Absent where there is nothing to export. */
  onExport?: () => void
  exportCount: number
  children?: ReactNode
}

/** What stands above a table: its name, the caller's tools, row height, CSV. */
export function TableToolbar({ name, titleOrder, density, onDensityChange, onExport, exportCount, children }: TableToolbarProps) {
  const compact = density === 'compact'
  return (
    <div className={classes.toolbar}>
      <Title order={titleOrder}>{name}</Title>
      <div className={classes.tools}>
        {children}
        <Tooltip label={compact ? 'Taller rows' : 'Compact rows'}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={`Compact rows of ${name}`}
            aria-pressed={compact}
            onClick={() => onDensityChange(compact ? 'comfortable' : 'compact')}
          >
            <IconLineHeight size={15} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {onExport && (
          <Button
            size="xs"
            variant="default"
            onClick={onExport}
            leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}
            aria-label={`Download ${name} as CSV, ${formatCount(exportCount)} rows`}
          >
            CSV · {formatCount(exportCount)}
          </Button>
        )}
      </div>
    </div>
  )
}

/** The file of a table that stands in another panel: under its rows, so that these begin where the panel does. */
export function BareFoot({ name, count, onExport }: { name: string; count: number; onExport: () => void }) {
  return (
    <div className={classes.foot}>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        onClick={onExport}
        leftSection={<IconDownload size={12} stroke={1.5} aria-hidden />}
        aria-label={`Download ${name} as CSV, ${formatCount(count)} rows`}
      >
        CSV · {formatCount(count)}
      </Button>
    </div>
  )
}
