import { Moment } from '@/components/settings/moment'
import type { EntryEvent } from '@/lib/attribution/registry-commands/entry-history'
import classes from './registry.module.css'

/** Who did what to an entry, the newest first, as the audit log has it. */
export function EventList({ events, zone }: { events: readonly EntryEvent[]; zone: string }) {
  return (
    <ol className={classes.history} aria-label="Changes">
      {events.map((event) => (
        <li key={event.id}>
          <span>
            {event.who} · {event.command}
            <span className={classes.change}>{tellChange(event)}</span>
          </span>
          <span className={classes.span}>
            <Moment at={event.at} zone={zone} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** `name: Old → New; archived: false → true`. */
export function tellChange({ before, after }: Pick<EntryEvent, 'before' | 'after'>): string {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields
    .map((field) => {
      const [was, is] = [tellValue(before?.[field]), tellValue(after?.[field])]
      return was === null ? `${field}: ${is ?? 'none'}` : `${field}: ${was} → ${is ?? 'none'}`
    })
    .join('; ')
}

function tellValue(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return Array.isArray(value) ? value.map(String).join(', ') : String(value)
}
