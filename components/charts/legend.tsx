import Link from 'next/link'
import type { ChartSeries } from './chart-data'
import classes from './charts.module.css'

export interface LegendProps {
  series: readonly ChartSeries[]
  colors: ReadonlyMap<string, string>
}

/** What each colour is; a name leads to its rows where there are any. */
export function Legend({ series, colors }: LegendProps) {
  return (
    <ul className={classes.legend} aria-label="Legend">
      {series.map(({ key, label, href }) => (
        <li key={key} className={classes.entry} title={label}>
          <span className={classes.dot} style={{ background: colors.get(key) }} aria-hidden="true" />
          {href ? <Link href={href}>{label}</Link> : <span>{label}</span>}
        </li>
      ))}
    </ul>
  )
}
