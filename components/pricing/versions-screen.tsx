'use client'

import { Moment } from '@/components/settings/moment'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatDate } from '@/components/ui/format-date'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import type { VersionsPageData } from '@/lib/pricing/loaders'
import type { VersionRow } from '@/lib/pricing/queries/versions'
import { BookAge, OldBookWarning } from './book-age'
import { describeCounts } from './change-kinds'
import { DraftBanner } from './draft-banner'
import classes from './pricing.module.css'

const origins: Readonly<Record<string, string>> = { shipped: 'Came with Ascribe', hand: 'Edited', import: 'Imported' }

/** Every published state of the book, newest first, and whose figures these are. */
export function VersionsScreen({ versions, drafts, age, zone }: VersionsPageData) {
  const columns: readonly Column<VersionRow>[] = [
    {
      key: 'number',
      header: 'Version',
      kind: 'text',
      value: ({ number }) => `Version ${number}`,
    },
    {
      key: 'state',
      header: 'State',
      value: ({ number }) => (number === age.version ? 'current' : 'superseded'),
      render: ({ number }) =>
        number === age.version ? <StatusBadge label="Current" tone="active" /> : <StatusBadge label="Superseded" tone="off" />,
    },
    { key: 'who', header: 'Published by', value: ({ publishedBy }) => publishedBy },
    {
      key: 'when',
      header: 'When',
      value: ({ publishedAt }) => publishedAt,
      render: ({ publishedAt }) => <Moment at={publishedAt} zone={zone} relative="below" />,
    },
    {
      key: 'changes',
      header: 'Changes',
      value: ({ changeCounts, number }) => (number === 1 ? 'everything new' : describeCounts(changeCounts)),
    },
    { key: 'note', header: 'Note', value: ({ note }) => note },
    { key: 'asOf', header: 'Figures as of', value: ({ asOf }) => asOf, render: ({ asOf }) => formatDate(asOf) },
    { key: 'origin', header: 'Came about', value: ({ origin }) => origins[origin] ?? origin },
    { key: 'models', header: 'Models', kind: 'count', value: ({ counts }) => counts.models ?? null },
    { key: 'rates', header: 'Rates', kind: 'count', value: ({ counts }) => counts.rates ?? null },
  ]
  const sources = Object.entries(age.sources)
  return (
    <>
      <PageHeader title="Price versions" description={<BookAge age={age} zone={zone} />} />
      <div className={classes.stack}>
        <OldBookWarning age={age} />
        <DraftBanner drafts={drafts} />
        <DataTable
          caption="Versions"
          columns={columns}
          rows={versions}
          rowKey={({ number }) => String(number)}
          rowHref={({ number }) => `/pricing/versions/${number}`}
          sortable={false}
          csv="price-versions"
        />
        <div id="sources">
          <Section title="Sources" note="Whose word the current figures are. Each price names its sources by these keys.">
            <dl className={classes.sources}>
              {sources.map(([key, text]) => (
                <SourceEntry key={key} name={key} text={text} />
              ))}
            </dl>
          </Section>
        </div>
      </div>
    </>
  )
}

function SourceEntry({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  )
}
