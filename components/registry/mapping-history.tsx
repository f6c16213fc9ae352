import { StatusBadge } from '@/components/ui/status-badge'
import { type DatedSpan, type DayBounds, hasDays, valueOn } from '@/lib/registry/dated-spans'
import type { CalendarDate } from '@/lib/time/calendar'
import { describeSpan } from './describe-span'
import classes from './registry.module.css'

interface MappingHistoryProps {
  /** In order of time, without overlap. */
  spans: readonly DatedSpan<string>[]
  /** How each value is shown. */
  nameOf: (value: string) => string
  /** What a gap is called: "No cost centre". */
  nothing: string
  today: CalendarDate
  label: string
}

/** Where something belonged and belongs, the newest first; gaps are said, because spend in them is booked nowhere. */
export function MappingHistory({ spans, nameOf, nothing, today, label }: MappingHistoryProps) {
  const all = withGaps(spans).toReversed()
  return (
    <ol className={classes.history} aria-label={label}>
      {all.map((span) => (
        <li key={span.from ?? 'beginning'}>
          <span>
            {span.value === null ? <span className={classes.nothing}>{nothing}</span> : nameOf(span.value)}{' '}
            {all.length > 1 && isOn(span, today) && <StatusBadge label="Today" />}
          </span>
          <span className={classes.span}>{describeSpan(span)}</span>
        </li>
      ))}
    </ol>
  )
}

const isOn = ({ from, to }: DayBounds, day: CalendarDate) => valueOn([{ from, to, value: true }], day) === true

/** All of time: the spans, and what lies before, between and after them. */
function withGaps(spans: readonly DatedSpan<string>[]): DatedSpan<string | null>[] {
  const [first] = spans
  const last = spans.at(-1)
  if (!first || !last) return [{ from: null, to: null, value: null }]
  const before = first.from === null ? [] : [{ from: null, to: first.from, value: null }]
  const after = last.to === null ? [] : [{ from: last.to, to: null, value: null }]
  const between = spans.flatMap((span, index) => {
    const next = spans[index + 1]
    return next && span.to !== next.from ? [span, { from: span.to, to: next.from, value: null }] : [span]
  })
  return [...before, ...between, ...after].filter(hasDays)
}
