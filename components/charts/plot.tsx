'use client'

import dynamic from 'next/dynamic'
import type { PlotProps } from './plot-parts'

/** How a chart is drawn. Areas and bars stack, so their series must add up; lines do not. Steps hold a value until the next. */
export type PlotKind = 'area' | 'bar' | 'line' | 'step'

// recharts is a third of the first load of a page with charts, so it comes after the figures, into a box of its height.
const StackedArea = dynamic(() => import('./stacked-area').then((module) => module.StackedArea), { ssr: false })
const StackedBar = dynamic(() => import('./stacked-bar').then((module) => module.StackedBar), { ssr: false })
const LinePlot = dynamic(() => import('./line').then((module) => module.LinePlot), { ssr: false })

/** Draws the data in a box of fixed height, empty until recharts has arrived. */
export function Plot({ kind, ...plot }: PlotProps & { kind: PlotKind }) {
  const Drawing = kind === 'area' ? StackedArea : StackedBar
  return (
    <div style={{ height: plot.heightPx }}>
      {kind === 'line' || kind === 'step' ? <LinePlot {...plot} isStepped={kind === 'step'} /> : <Drawing {...plot} />}
    </div>
  )
}
