import { VisuallyHidden } from '@mantine/core'
import type { CSSProperties } from 'react'
import { formatCount } from '@/components/ui/format-count'
import { StatusBadge } from '@/components/ui/status-badge'
import type { KeyUseReport } from '@/lib/engineering/keys/schema'
import { formatUsd } from '@/lib/money/format'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { hourText } from './key-words'
import classes from './keys.module.css'

/** Room for three digits; the exact count is in the title. */
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 2 })

/** Requests of each service by hour of the day: the darker, the more; an hour that is new for the key says so. */
export function HoursGrid({ report }: { report: Pick<KeyUseReport, 'hours' | 'services' | 'zone'> }) {
  const { hours, services, zone } = report
  const most = Math.max(1, ...services.flatMap((service) => service.hours.map(({ requests }) => requests)))
  const mostOfAll = Math.max(1, ...hours.map(({ requests }) => requests))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must take the focus to be scrolled by keys
    <section className={classes.scroll} aria-label="Requests by service and hour" tabIndex={0}>
      <table className={classes.grid}>
        <caption>Requests by service and hour of the day, {zone}</caption>
        <thead>
          <tr>
            <th scope="col">Service</th>
            {hours.map(({ hour, is_new }) => (
              <th key={hour} scope="col" data-new={is_new || undefined}>
                <abbr title={hourText(hour)}>{hour}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className={classes.all}>
            <th scope="row">All services</th>
            {hours.map(({ hour, ...figures }) => (
              <HourCell key={hour} hour={hour} {...figures} most={mostOfAll} />
            ))}
          </tr>
          {services.map((service) => (
            <tr key={service.value ?? noneValue}>
              <th scope="row">
                <span className={classes.use}>
                  {service.value ?? 'No service'}
                  {service.is_new && <StatusBadge tone="active" label="new" />}
                </span>
              </th>
              {service.hours.map(({ hour, ...figures }) => (
                <HourCell key={hour} hour={hour} {...figures} most={most} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface HourCellProps {
  hour: number
  requests: number
  cost_usd: string
  is_new?: boolean
  most: number
}

function HourCell({ hour, requests, cost_usd, is_new = false, most }: HourCellProps) {
  if (requests === 0) {
    return (
      <td className={classes.blank}>
        <VisuallyHidden>none</VisuallyHidden>
      </td>
    )
  }
  const heat = { '--heat': `${Math.round(4 + (requests / most) * 30)}%` } as CSSProperties
  return (
    <td
      className={classes.heat}
      style={heat}
      data-new={is_new || undefined}
      title={`${hourText(hour)}: ${formatCount(requests)} requests, ${formatUsd(cost_usd)}${is_new ? ', a new hour for this key' : ''}`}
    >
      {compact.format(requests)}
      {is_new && <VisuallyHidden>, a new hour</VisuallyHidden>}
    </td>
  )
}
