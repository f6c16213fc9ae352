'use client'

import { Button, CloseButton } from '@mantine/core'
import classes from './filters.module.css'

export interface FilterChip {
  key: string
  /** "Team: Search". */
  text: string
  onRemove: () => void
}

/** What a screen is narrowed to: a chip per value, one button to undo them all. */
export function FilterChips({ chips, onClear }: { chips: readonly FilterChip[]; onClear: () => void }) {
  if (chips.length === 0) return null
  return (
    <>
      <ul className={classes.chips} aria-label="Active filters">
        {chips.map(({ key, text, onRemove }) => (
          <li key={key}>
            <span className={classes.chip} title={text}>
              <span>{text}</span>
              <CloseButton size={18} iconSize={12} c="inherit" aria-label={`Remove ${text}`} onClick={onRemove} />
            </span>
          </li>
        ))}
      </ul>
      <Button size="compact-xs" variant="subtle" onClick={onClear}>
        Clear all
      </Button>
    </>
  )
}
