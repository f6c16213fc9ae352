'use client'

import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { Pages } from '@/components/ui/data-table-paging'
import { formatCount } from '@/components/ui/format-count'
import { formatDate, formatInstant, formatOffset } from '@/components/ui/format-date'
import { KeyValue } from '@/components/ui/key-value'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { VersionPageData } from '@/lib/pricing/loaders'
import { versionParams } from '@/lib/pricing/search-params'
import { describeCounts, groupByKind } from './change-kinds'
import { ChangeList } from './change-list'
import classes from './pricing.module.css'

/** What one version changed, as before and after. */
export function VersionScreen({ version, latest, changes, zone }: VersionPageData) {
  const [isPending, startTransition] = useTransition()
  const [, setParams] = useQueryStates(versionParams, { shallow: false, history: 'push', startTransition })
  const { number, publishedAt, publishedBy, note, asOf, counts, changeCounts } = version
  const isCurrent = number === latest
  return (
    <>
      <PageHeader
        title={`Version ${number}`}
        description={isCurrent ? 'The current prices.' : `Superseded: version ${latest} is the current one.`}
        actions={
          <>
            {number > 1 && <LinkButton href={`/pricing/versions/${number - 1}`}>Version {number - 1}</LinkButton>}
            {!isCurrent && <LinkButton href={`/pricing/versions/${number + 1}`}>Version {number + 1}</LinkButton>}
          </>
        }
      />
      <div className={classes.stack}>
        <Section title="Publication">
          <KeyValue
            entries={[
              { label: 'Note', value: note },
              {
                label: 'Published',
                value: `${formatInstant(publishedAt, zone)} ${formatOffset(publishedAt, zone)} by ${publishedBy}`,
              },
              { label: 'Figures as of', value: formatDate(asOf) },
              {
                label: 'Changes',
                value: number === 1 ? 'The first version: everything in it was new' : describeCounts(changeCounts),
              },
              {
                label: 'Holds',
                value: `${formatCount(counts.models ?? 0)} models of ${formatCount(counts.providers ?? 0)} providers, ${formatCount(counts.rates ?? 0)} rates, ${formatCount(counts.terms ?? 0)} contract terms`,
              },
            ]}
          />
        </Section>
        {changes.rows.length === 0 ? (
          <Section title="Changes">
            <ChangeList
              changes={[]}
              empty={number === 1 ? 'There was no version before it to compare with.' : 'This page holds no changes.'}
            />
          </Section>
        ) : (
          <div className={classes.stack} aria-busy={isPending} style={{ opacity: isPending ? 0.6 : 1 }}>
            {groupByKind(changes.rows).map(({ kind, title, changes: ofKind }) => (
              <Section key={kind} title={title} flush>
                <ChangeList changes={ofKind} empty="" />
              </Section>
            ))}
          </div>
        )}
        <Pages
          name={`the changes of version ${number}`}
          page={changes.page - 1}
          pageSize={changes.pageSize}
          total={changes.total}
          onPageChange={(page) => void setParams({ page: page + 1 })}
        />
      </div>
    </>
  )
}
