import { Fragment, type ReactNode } from 'react'
import classes from './key-value.module.css'

/** Facts about one thing: a name and a value per line. */
export function KeyValue({ entries }: { entries: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className={classes.list}>
      {entries.map(({ label, value }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
