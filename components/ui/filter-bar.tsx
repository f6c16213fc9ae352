'use client'

import { Button, CloseButton } from '@mantine/core'
import classes from './filter-bar.module.css'
import { DimensionPicker, type FilterDimension, listOptions } from './filter-dimension'

/** Chosen values by dimension; a dimension that is absent or empty does not filter. */
export type FilterSelection = Readonly<Record<string, readonly string[]>>

export interface FilterBarProps {
  dimensions: readonly FilterDimension[]
  value: FilterSelection
  onChange: (value: Record<string, readonly string[]>) => void
}

/** What a screen is narrowed to: a picker per dimension, a chip per choice, one button to undo them all. */
export function FilterBar({ dimensions, value, onChange }: FilterBarProps) {
  const change = (key: string, selected: readonly string[]) => {
    const { [key]: _previous, ...others } = value
    onChange(selected.length > 0 ? { ...others, [key]: selected } : others)
  }
  const chips = dimensions.flatMap((dimension) => {
    const labels = new Map(listOptions(dimension).map((option) => [option.value, option.label]))
    return (value[dimension.key] ?? []).map((choice) => ({ dimension, choice, text: labels.get(choice) ?? choice }))
  })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own legend and box
    <div className={classes.bar} role="group" aria-label="Filters">
      {dimensions.map((dimension) => (
        <DimensionPicker
          key={dimension.key}
          dimension={dimension}
          selected={value[dimension.key] ?? []}
          onChange={(selected) => change(dimension.key, selected)}
        />
      ))}
      {chips.length > 0 && (
        <>
          <ul className={classes.chips} aria-label="Active filters">
            {chips.map(({ dimension, choice, text }) => (
              <li key={`${dimension.key} ${choice}`}>
                <span className={classes.chip} title={text}>
                  <span>
                    {dimension.label}: {text}
                  </span>
                  <CloseButton
                    size={18}
                    iconSize={12}
                    c="inherit"
                    aria-label={`Remove ${dimension.label}: ${text}`}
                    onClick={() =>
                      change(
                        dimension.key,
                        (value[dimension.key] ?? []).filter((other) => other !== choice),
                      )
                    }
                  />
                </span>
              </li>
            ))}
          </ul>
          <Button size="compact-xs" variant="subtle" onClick={() => onChange({})}>
            Clear all
          </Button>
        </>
      )}
    </div>
  )
}
