'use client'

import { Button, RangeSlider } from '@mantine/core'
import { IconZoomIn, IconZoomReset } from '@tabler/icons-react'
import { useState } from 'react'
import { formatPeriod } from '@/components/ui/format-date'
import type { Period } from '@/lib/time/calendar'
import type { DrawnStep } from './chart-data'
import classes from './explore.module.css'

export interface ZoomBarProps {
  steps: readonly DrawnStep[]
  /** The days that a stretch covers. */
  periodOf: (first: DrawnStep, last: DrawnStep) => Period
  current: Period
  onZoom: (period: Period) => void
  /** The period to go back to. */
  whole: Period | null
  onReset: () => void
}

/** Zooming for those who do not drag: two handles that the arrow keys move, and the way back. */
export function ZoomBar({ steps, periodOf, current, onZoom, whole, onReset }: ZoomBarProps) {
  const lastIndex = steps.length - 1
  const [[from, to], setSpan] = useState<[number, number]>([0, lastIndex])
  const first = steps[from]
  const last = steps[to]
  const chosen = first && last ? periodOf(first, last) : current
  const isNarrower = chosen.from > current.from || chosen.to < current.to
  const isWhole = from === 0 && to === lastIndex
  return (
    <div className={classes.zoom}>
      {lastIndex > 0 && (
        <>
          <span className={classes.hint}>Zoom: drag over the chart, or move the handles</span>
          <RangeSlider
            className={classes.slider}
            size="xs"
            min={0}
            max={lastIndex}
            minRange={0}
            value={[from, to]}
            onChange={setSpan}
            label={(index) => steps[index]?.label}
            thumbFromLabel="First step to zoom to"
            thumbToLabel="Last step to zoom to"
          />
          <Button
            size="xs"
            variant="default"
            disabled={isWhole || !isNarrower}
            leftSection={<IconZoomIn size={14} stroke={1.5} aria-hidden />}
            onClick={() => onZoom(chosen)}
          >
            {isWhole || !isNarrower ? 'Zoom' : `Zoom to ${formatPeriod(chosen)}`}
          </Button>
        </>
      )}
      {whole && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconZoomReset size={14} stroke={1.5} aria-hidden />}
          onClick={onReset}
          title={`Back to ${formatPeriod(whole)}`}
        >
          Reset zoom
        </Button>
      )}
    </div>
  )
}
