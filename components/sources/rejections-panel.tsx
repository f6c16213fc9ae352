'use client'

import { Button, Stack } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import settings from '@/components/settings/settings.module.css'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useAction } from '@/components/settings/use-action'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { CodeBlock } from '@/components/ui/code-block'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { KeyValue } from '@/components/ui/key-value'
import { Section } from '@/components/ui/section'
import { reprocessSourceAction } from '@/lib/sources/actions'
import type { SourcePageData } from '@/lib/sources/loaders'
import type { Rejection } from '@/lib/sources/read-source'
import type { ReprocessOutcome } from '@/lib/sources/reprocess'
import classes from './sources.module.css'

/** The refused records that wait, each with its reasons, and the way to read them again. */
export function RejectionsPanel({ data }: { data: SourcePageData }) {
  const { source, rejections, zone, canEdit } = data
  const [outcome, setOutcome] = useState<ReprocessOutcome | null>(null)
  const drawer = useSideDrawer<Rejection>()
  const reprocessing = useAction(reprocessSourceAction)
  const reprocess = async (record?: string) => {
    setOutcome(null)
    const answer = await reprocessing.run({ slug: source.slug, record })
    if (!answer?.ok) return
    setOutcome(answer.result)
    drawer.close()
  }
  const total = source.openRejections
  const note =
    total > rejections.length
      ? `The ${formatCount(rejections.length)} newest of ${formatCount(total)}. Kept without prompts; mend the cause, then read them again.`
      : 'Kept without prompts. Mend the cause, then read them again: what is accepted is booked once.'
  return (
    <Section
      title="Rejected records"
      note={note}
      flush
      actions={
        canEdit &&
        total > 0 && (
          <Button
            size="xs"
            variant="default"
            loading={reprocessing.pending}
            leftSection={<IconRefresh size={14} stroke={1.75} aria-hidden />}
            onClick={() => void reprocess()}
          >
            Re-process all
          </Button>
        )
      }
    >
      <ActionError failure={drawer.opened ? null : reprocessing.failure} />
      <div role="status">{outcome && <Outcome outcome={outcome} />}</div>
      <DataTable
        caption="Rejected records"
        variant="bare"
        columns={rejectionColumns(zone, drawer.open)}
        rows={rejections}
        rowKey={({ id }) => id}
        csv={`${source.slug}-rejected`}
        paging={{ mode: 'client', pageSize: 10 }}
        empty={{ title: 'No record waits.', detail: 'Everything that this source sent was taken, or settled since.' }}
      />
      <SideDrawer opened={drawer.opened} onClose={drawer.close} title={`Rejected record ${drawer.subject?.id ?? ''}`}>
        {drawer.subject && (
          <Stack gap="md">
            <ActionError failure={reprocessing.failure} />
            <RejectionDetails rejection={drawer.subject} zone={zone} />
            {canEdit && (
              <Button loading={reprocessing.pending} onClick={() => void reprocess(drawer.subject?.id)}>
                Re-process this record
              </Button>
            )}
          </Stack>
        )}
      </SideDrawer>
    </Section>
  )
}

/** What became of the records that were read again. */
function Outcome({ outcome: { settled, refused, reasons } }: { outcome: ReprocessOutcome }) {
  const accepted = `${formatCount(settled)} ${settled === 1 ? 'record was' : 'records were'} accepted`
  return (
    <div className={classes.outcome} style={{ margin: '0 16px 12px' }}>
      <p>
        {settled + refused === 0
          ? 'No record waited.'
          : refused === 0
            ? `${accepted}.`
            : `${accepted}, ${formatCount(refused)} ${refused === 1 ? 'stays' : 'stay'} refused:`}
      </p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map(({ id, path, message }) => (
            <li key={id}>
              {id}: {path} {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function rejectionColumns(zone: string, onOpen: (rejection: Rejection) => void): readonly Column<Rejection>[] {
  return [
    {
      key: 'record',
      header: 'Record',
      value: ({ id }) => id,
      render: (rejection) => (
        <button
          type="button"
          className={`mantine-focus-auto ${settings.open}`}
          style={buttonReset}
          onClick={() => onOpen(rejection)}
        >
          {rejection.id}
        </button>
      ),
    },
    { key: 'path', header: 'Field', value: ({ errors }) => errors[0]?.path ?? '' },
    {
      key: 'message',
      header: 'Why',
      value: ({ errors }) => errors[0]?.message ?? '',
      render: ({ errors }) => (
        <span className={classes.row}>
          <span style={{ whiteSpace: 'normal', maxWidth: 420 }}>{errors[0]?.message ?? ''}</span>
          {errors.length > 1 && <span className={classes.below}>and {errors.length - 1} more</span>}
        </span>
      ),
    },
    { key: 'times', header: 'Times', kind: 'count', value: ({ times }) => times },
    {
      key: 'first',
      header: 'First',
      value: ({ firstReceivedAt }) => firstReceivedAt,
      render: ({ firstReceivedAt }) => <Moment at={firstReceivedAt} zone={zone} />,
    },
    {
      key: 'last',
      header: 'Last',
      value: ({ lastReceivedAt }) => lastReceivedAt,
      render: ({ lastReceivedAt }) => <Moment at={lastReceivedAt} zone={zone} />,
    },
    { key: 'format', header: 'Format', value: ({ format }) => format },
  ]
}

const buttonReset = { background: 'none', border: 0, cursor: 'pointer' }

function RejectionDetails({ rejection, zone }: { rejection: Rejection; zone: string }) {
  const { format, times, firstReceivedAt, lastReceivedAt, errors, record, leftOut } = rejection
  return (
    <>
      <KeyValue
        entries={[
          { label: 'Format', value: format },
          { label: 'Came', value: `${formatCount(times)} ${times === 1 ? 'time' : 'times'}` },
          { label: 'First', value: <Moment at={firstReceivedAt} zone={zone} /> },
          { label: 'Last', value: <Moment at={lastReceivedAt} zone={zone} /> },
          ...errors.map(({ path, message }) => ({ label: path === '' ? 'The record' : path, value: message })),
          ...(leftOut.length > 0 ? [{ label: 'Not kept', value: leftOut.join(', ') }] : []),
        ]}
      />
      {record === null ? (
        <p className={classes.remark}>Nothing of it could be kept: it was no object.</p>
      ) : (
        <CodeBlock label="What was kept" code={record} />
      )}
    </>
  )
}
