'use client'

import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import classes from './data-table.module.css'
import { formatCount } from './format-count'

/**
 * How a long table is cut. `client`: all rows are here, one page is rendered. `offset`: the server counts pages from 0.
 * `keyset`: the server only knows whether there is more in either direction. `more`: rows are added at the end.
 */
export type Paging =
  | { mode: 'client'; pageSize?: number }
  | { mode: 'offset'; page: number; pageSize: number; total: number; onPageChange: (page: number) => void }
  | { mode: 'keyset'; onPrevious?: () => void; onNext?: () => void }
  | { mode: 'more'; hasMore: boolean; onMore: () => void; loading?: boolean }

export const defaultPageSize = 50

interface PagesProps {
  /** Of the table, to tell its buttons from another table's. */
  name: string
  page: number
  pageSize: number
  total: number
  onPageChange: (page: number) => void
}

/** The foot of a table that is cut into pages. */
export function PagingBar({ name, paging, shown }: { name: string; paging: Exclude<Paging, { mode: 'client' }>; shown: number }) {
  if (paging.mode === 'offset') return <Pages name={name} {...paging} />
  if (paging.mode === 'keyset') {
    return <Steps name={name} text={`${formatCount(shown)} rows`} onPrevious={paging.onPrevious} onNext={paging.onNext} />
  }
  return (
    <Group justify="space-between" className={classes.paging}>
      <Text size="sm" c="dimmed" aria-live="polite">
        {formatCount(shown)} rows{paging.hasMore ? ' so far' : ''}
      </Text>
      {paging.hasMore && (
        <Button size="xs" variant="default" loading={paging.loading} onClick={paging.onMore} aria-label={`Load more of ${name}`}>
          Load more
        </Button>
      )}
    </Group>
  )
}

/** Numbered pages; nothing at all where one page holds everything. */
export function Pages({ name, page, pageSize, total, onPageChange }: PagesProps) {
  const last = Math.max(0, Math.ceil(total / pageSize) - 1)
  if (last === 0) return null
  const first = page * pageSize + 1
  const text = `${formatCount(first)}–${formatCount(Math.min(total, first + pageSize - 1))} of ${formatCount(total)}`
  return (
    <Steps
      name={name}
      text={text}
      onPrevious={page > 0 ? () => onPageChange(page - 1) : undefined}
      onNext={page < last ? () => onPageChange(page + 1) : undefined}
    />
  )
}

function Steps({ name, text, onPrevious, onNext }: { name: string; text: string; onPrevious?: () => void; onNext?: () => void }) {
  return (
    <Group component="nav" justify="space-between" className={classes.paging} aria-label={`Pages of ${name}`}>
      <Text size="sm" c="dimmed" aria-live="polite">
        {text}
      </Text>
      <Group gap={8}>
        <Button
          size="xs"
          variant="default"
          disabled={!onPrevious}
          onClick={onPrevious}
          leftSection={<IconChevronLeft size={14} aria-hidden />}
        >
          Previous
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={!onNext}
          onClick={onNext}
          rightSection={<IconChevronRight size={14} aria-hidden />}
        >
          Next
        </Button>
      </Group>
    </Group>
  )
}
