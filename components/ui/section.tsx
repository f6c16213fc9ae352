import { Title, type TitleOrder } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './section.module.css'

export interface SectionProps {
  title: string
  /** One line under the title: what it counts, its period, its as-of time. */
  note?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** No padding around the children: for tables that reach the border. */
  flush?: boolean
  order?: TitleOrder
  children: ReactNode
}

/** A panel with a heading: the box in which every part of a screen stands. */
export function Section({ title, note, actions, flush = false, order = 2, children }: SectionProps) {
  const titleId = useId()
  return (
    <section className={classes.panel} aria-labelledby={titleId}>
      <div className={classes.header}>
        <div className={classes.heading}>
          <Title order={order} id={titleId}>
            {title}
          </Title>
          {note && <div className={classes.note}>{note}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}
