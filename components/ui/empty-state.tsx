import { IconInbox } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './states.module.css'

export interface EmptyStateProps {
  /** What is not there, as a sentence: "No spend in this period." */
  title: string
  /** Why, or what would change it. */
  detail?: ReactNode
  icon?: ReactNode
  /** The next step, a button or a link. */
  action?: ReactNode
}

/** Nothing to show, said in words, with the way on. */
export function EmptyState({ title, detail, icon, action }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      {icon ?? <IconInbox size={28} stroke={1.25} aria-hidden />}
      <p className={classes.title}>{title}</p>
      {detail && <p className={classes.detail}>{detail}</p>}
      {action}
    </div>
  )
}
