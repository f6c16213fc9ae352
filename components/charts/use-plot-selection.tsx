'use client'

import { type ReactNode, useState } from 'react'
import { type MouseHandlerDataParam, ReferenceArea } from 'recharts'

/** Takes the first and the last position of a stretch, as `ChartPoint.at` has them, in the order of the axis. */
export type SelectPositions = (first: string, last: string) => void

interface Span {
  readonly startIndex: number
  readonly endIndex: number
}

interface PlotSelection {
  /** What the chart itself listens to. */
  readonly handlers: Record<string, (state: MouseHandlerDataParam) => void>
  /** The stretch while it is drawn. */
  readonly area: ReactNode
  readonly style: { cursor?: string; userSelect?: 'none' }
}

const indexOf = ({ activeTooltipIndex }: MouseHandlerDataParam): number | null => {
  const index = Number(activeTooltipIndex ?? Number.NaN)
  return Number.isInteger(index) ? index : null
}

/**
 * Lets a stretch of the axis be dragged out with a pointer. A press that moves to no other position selects nothing. For those
 * without a pointer the screen offers the same otherwise.
 */
export function usePlotSelection(positions: readonly string[], onSelect: SelectPositions | undefined): PlotSelection {
  const [span, setSpan] = useState<Span | null>(null)
  if (!onSelect) return { handlers: {}, area: null, style: {} }
  const at = (index: number) => positions[Math.max(0, Math.min(index, positions.length - 1))] ?? ''
  const [from, to] = span ? [Math.min(span.startIndex, span.endIndex), Math.max(span.startIndex, span.endIndex)] : [0, 0]
  const isStretch = span !== null && from < to
  return {
    handlers: {
      onMouseDown: (state) => {
        const index = indexOf(state)
        if (index !== null) setSpan({ startIndex: index, endIndex: index })
      },
      onMouseMove: (state) => {
        const index = indexOf(state)
        if (span !== null && index !== null && index !== span.endIndex) setSpan({ ...span, endIndex: index })
      },
      onMouseUp: () => {
        setSpan(null)
        if (isStretch) onSelect(at(from), at(to))
      },
      onMouseLeave: () => setSpan(null),
    },
    area: isStretch && (
      <ReferenceArea
        x1={at(from)}
        x2={at(to)}
        fill="var(--accent-text)"
        fillOpacity={0.12}
        stroke="var(--accent-text)"
        strokeOpacity={0.5}
      />
    ),
    style: { cursor: 'crosshair', userSelect: 'none' },
  }
}
