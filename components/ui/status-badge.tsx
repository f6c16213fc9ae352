import { IconAlertTriangle, IconCheck, IconCircleDashed, IconClock, IconLock } from '@tabler/icons-react'
import classes from './status-badge.module.css'

/** What a status means for the reader; each has its own icon, because colour never speaks alone. */
export type StatusTone = 'plain' | 'done' | 'active' | 'waiting' | 'attention' | 'locked' | 'off'

const looks = {
  plain: { Icon: null, tone: '' },
  done: { Icon: IconCheck, tone: '' },
  active: { Icon: IconCheck, tone: classes.accent },
  waiting: { Icon: IconClock, tone: '' },
  attention: { Icon: IconAlertTriangle, tone: classes.attention },
  locked: { Icon: IconLock, tone: '' },
  off: { Icon: IconCircleDashed, tone: classes.quiet },
} satisfies Record<StatusTone, { Icon: typeof IconCheck | null; tone: string | undefined }>

/** A word in a pill: a model's name (`plain`), or the state of a thing with the icon that goes with it. */
export function StatusBadge({ label, tone = 'plain' }: { label: string; tone?: StatusTone }) {
  const { Icon, tone: color } = looks[tone]
  return (
    <span className={`${classes.badge} ${color}`} title={label}>
      {Icon && <Icon size={12} stroke={2} aria-hidden />}
      <span>{label}</span>
    </span>
  )
}
