'use client'

import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { FilterChips } from '@/components/ui/filter-chips'
import filterClasses from '@/components/ui/filters.module.css'
import {
  type DimensionName,
  dimensionLabel,
  isDimensionName,
  isSeriesDimension,
  type LabelDimension,
  listDimensions,
  type SeriesDimension,
} from '@/lib/reports/spend/dimension-names'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'
import type { SpendParams } from '@/lib/reports/spend/schema'
import type { Period } from '@/lib/time/calendar'
import { FilterPicker } from './filter-picker'
import classes from './spend.module.css'
import { valueText } from './value-text'

/** Always on screen; the others are one click further. */
const usualDimensions: readonly SeriesDimension[] = ['cost_center', 'team', 'service', 'environment', 'provider', 'model']

export interface SpendFiltersProps {
  labels: readonly LabelDimension[]
  period: Period
  zone: string
  filters: SpendParams['filters']
  names: OwnerNames | undefined
  /** What the page is of, which is not narrowed here. */
  fixed?: SeriesDimension
  onChange: (filters: SpendParams['filters']) => void
}

/** What the page is narrowed to: a picker per dimension, a chip per value, one button to undo them all. */
export function SpendFilters({ labels, period, zone, filters, names, fixed, onChange }: SpendFiltersProps) {
  const [added, setAdded] = useState<readonly SeriesDimension[]>([])
  const isShown = (name: SeriesDimension) => usualDimensions.includes(name) || added.includes(name) || filters[name] !== undefined
  const offered = listDimensions(labels)
    .filter(isSeriesDimension)
    .filter((name) => name !== fixed)
  const change = (name: DimensionName, values: readonly string[]) => {
    const { [name]: _previous, ...others } = filters
    onChange(values.length > 0 ? { ...others, [name]: values } : others)
  }
  const shown = [...new Set([...usualDimensions, ...offered])].filter((name) => name !== fixed && isShown(name))
  const hidden = offered.filter((name) => !isShown(name))
  const chips = Object.keys(filters)
    .filter(isDimensionName)
    .filter((name) => name !== fixed)
    .flatMap((name) => (filters[name] ?? []).map((value) => ({ name, value })))
    .map(({ name, value }) => ({
      key: `${name} ${value}`,
      text: `${dimensionLabel(name)}: ${valueText(name, value, { names, zone })}`,
      onRemove: () =>
        change(
          name,
          (filters[name] ?? []).filter((other) => other !== value),
        ),
    }))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own legend and box
    <div className={filterClasses.bar} role="group" aria-label="Filters">
      {shown.map((name) => (
        <FilterPicker
          key={name}
          dimension={name}
          period={period}
          zone={zone}
          selected={filters[name] ?? []}
          onChange={(values) => change(name, values)}
          defaultOpened={added.at(-1) === name}
        />
      ))}
      {hidden.length > 0 && (
        <Menu withinPortal={false} position="bottom-start" returnFocus={false}>
          <Menu.Target>
            <Button size="xs" variant="subtle" leftSection={<IconPlus size={13} aria-hidden />}>
              More filters
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={classes.menu}>
            {hidden.map((name) => (
              <Menu.Item key={name} onClick={() => setAdded([...added, name])}>
                {dimensionLabel(name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <FilterChips chips={chips} onClear={() => onChange({})} />
    </div>
  )
}
