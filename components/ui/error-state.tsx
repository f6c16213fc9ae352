'use client'

import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import classes from './states.module.css'

/** What a panel can say about a failure: never more than the server chose to tell. */
export interface PanelError {
  message: string
  /** By which the operator finds it in the log. */
  requestId?: string
  onRetry?: () => void
}

/** A failed panel: what happened, the request's id, and another try. The rest of the page stays. */
export function ErrorState({ message, requestId, onRetry }: PanelError) {
  return (
    <div className={`${classes.state} ${classes.attention}`} role="alert">
      <IconAlertTriangle size={28} stroke={1.25} aria-hidden />
      <p className={classes.title}>{message}</p>
      {requestId && (
        <p className={classes.detail}>
          Request <code>{requestId}</code>
        </p>
      )}
      {onRetry && (
        <Button variant="default" size="xs" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
