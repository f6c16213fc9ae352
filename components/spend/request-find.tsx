'use client'

import { Button, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import classes from './requests.module.css'

export interface RequestIds {
  readonly requestId: string | null
  readonly traceId: string | null
}

/** Looks for a request by the id that its source gave it, or for all requests of a trace. */
export function RequestFind({ requestId, traceId, onFind }: RequestIds & { onFind: (ids: RequestIds) => void }) {
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const read = (name: string) => String(form.get(name) ?? '').trim() || null
    onFind({ requestId: read('request_id'), traceId: read('trace_id') })
  }
  const shared = { size: 'xs', maxLength: 256, autoComplete: 'off', spellCheck: false, className: classes.find } as const
  return (
    // Fields begin anew where the address changes by other ways.
    <form key={`${requestId} ${traceId}`} className={classes.filters} onSubmit={find} aria-label="Find by id">
      <TextInput name="request_id" label="Request id" defaultValue={requestId ?? ''} {...shared} />
      <TextInput name="trace_id" label="Trace id" defaultValue={traceId ?? ''} {...shared} />
      <Button type="submit" variant="default" size="xs">
        Find
      </Button>
      {(requestId !== null || traceId !== null) && (
        <Button variant="subtle" size="xs" onClick={() => onFind({ requestId: null, traceId: null })}>
          Clear ids
        </Button>
      )}
    </form>
  )
}
