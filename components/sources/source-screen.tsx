'use client'

import { Anchor, Button } from '@mantine/core'
import { IconEdit } from '@tabler/icons-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { ChartFrame } from '@/components/charts/chart-frame'
import { sourceRoles } from '@/components/keys/key-choices'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { formatInstant, formatShortDate } from '@/components/ui/format-date'
import { PageHeader } from '@/components/ui/page-header'
import { StatusBadge } from '@/components/ui/status-badge'
import { writeExamples } from '@/lib/sources/examples'
import type { SourcePageData } from '@/lib/sources/loaders'
import { addDays } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { EditSourceForm } from './edit-source-form'
import { ExamplesPanel } from './examples-panel'
import { CapturesPanel, FieldsPanel, FindingsPanel } from './notes-panels'
import { RejectionsPanel } from './rejections-panel'
import { SourceFigures } from './source-figures'
import { SourceKeysPanel } from './source-keys-panel'
import { describeQuiet } from './source-words'
import classes from './sources.module.css'

/** One source: how it is heard of, what of it was not taken and why, its keys, and how to send to it. */
export function SourceScreen(data: SourcePageData) {
  const { source, hours, zone, asOf, origin, formats, canEdit } = data
  const drawer = useSideDrawer<'edit'>()
  const { label, tone, meaning } = describeQuiet(source.quiet)
  const isEvidence = source.role === 'evidence'
  const examplesFor = (secret?: string) => (isEvidence ? [] : writeExamples({ origin, source, secret, now: new Date(asOf) }))
  const examplesPanel = !isEvidence && (
    <ExamplesPanel
      title={source.lastEventAt === null ? 'Send the first event' : 'How to send'}
      note="With a key of this source in the variable ASCRIBE_KEY."
      examples={examplesFor()}
    />
  )
  return (
    <>
      <PageHeader
        title={source.slug}
        description={
          <>
            <Anchor component={Link} href="/sources" inherit underline="always">
              Sources
            </Anchor>{' '}
            · {source.format} · {sourceRoles[source.role].label.toLowerCase()} · rank {source.rank}
          </>
        }
        {...{ asOf, zone }}
      />
      <div className={classes.stack}>
        <div className={classes.head}>
          <StatusBadge label={label} tone={tone} />
          <span className={classes.dimmed}>{isEvidence ? sourceRoles.evidence.description : meaning}</span>
          {canEdit && (
            <span className={classes.buttons}>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconEdit size={14} stroke={1.75} aria-hidden />}
                onClick={() => drawer.open('edit')}
              >
                Edit
              </Button>
            </span>
          )}
        </div>
        {source.lastEventAt === null && examplesPanel}
        <SourceFigures source={source} zone={zone} />
        <HoursChart hours={hours} asOf={asOf} zone={zone} />
        <RejectionsPanel data={data} />
        <div className={classes.pair}>
          <FindingsPanel source={source} />
          <FieldsPanel fields={data.unknownFields} zone={zone} />
        </div>
        <CapturesPanel captures={data.captures} zone={zone} />
        {data.keys && <SourceKeysPanel data={data} keys={data.keys} examplesFor={examplesFor} />}
        {source.lastEventAt !== null && examplesPanel}
      </div>
      <SideDrawer opened={drawer.opened} onClose={drawer.close} title="Edit source">
        <EditSourceForm key={drawer.opening} source={source} formats={formats} onDone={drawer.close} />
      </SideDrawer>
    </>
  )
}

/** Events by the hour in which they began; the running hour is the last one. */
function HoursChart({ hours, asOf, zone }: Pick<SourcePageData, 'hours' | 'asOf' | 'zone'>) {
  const data = useMemo(
    () => ({
      series: [{ key: 'events', label: 'Events' }],
      points: hours.map(({ hour, calls }) => ({ at: hourLabel(hour, zone), values: { events: String(calls) } })),
    }),
    [hours, zone],
  )
  const first = dateInZone(new Date(hours[0]?.hour ?? asOf), zone)
  const isEmpty = hours.every(({ calls }) => calls === 0)
  return (
    <ChartFrame
      title="Events per hour"
      kind="bar"
      unit="count"
      data={isEmpty ? { series: [], points: [] } : data}
      period={{ from: first, to: addDays(dateInZone(new Date(asOf), zone), 1) }}
      asOf={asOf}
      zone={zone}
      axisLabel="Hour"
      heightPx={200}
      footnote="By the hour in which calls began. The last hour is not over."
      empty={{ title: 'No event of the last 48 hours.', detail: 'Events are shown by the hour in which they began.' }}
    />
  )
}

/** `Oct 30, 14:00`: the day goes along, because two of them are shown. */
function hourLabel(hour: string, zone: string): string {
  return `${formatShortDate(dateInZone(new Date(hour), zone))}, ${formatInstant(hour, zone).slice(-5)}`
}
