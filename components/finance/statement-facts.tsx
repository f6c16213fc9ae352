import { formatDate, formatInstant } from '@/components/ui/format-date'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { Statement } from '@/lib/finance/statement/schema'
import { statementPageHref } from './finance-href'
import classes from './statement.module.css'

/** What kind of statement one looks at: a draft or a version, by whom, and from which prices. */
export function StatementFacts({ statement, canPublish }: { statement: Statement; canPublish: boolean }) {
  const { month, state, version, published_by, published_at, zone, price_version, is_running, versions } = statement
  const [latest] = versions
  return (
    <span className={classes.facts}>
      {state === 'draft' ? (
        <StatusBadge label="Draft" tone="off" />
      ) : (
        <StatusBadge label={`Published v${version}`} tone="locked" />
      )}
      <span>
        {state === 'draft' && (is_running ? 'The month is running: figures are so far' : 'The month as it is now')}
        {published_by !== null && published_at !== null && `by ${published_by}, ${formatInstant(published_at, zone)}`}
        {canPublish && is_running && `, and it can be published from ${formatDate(statement.to)} on`}
        {` · price version ${price_version}`}
        {state === 'draft' && latest && (
          <>
            {' · '}
            <TextLink href={statementPageHref({ month, version: latest.version })} inSentence>
              version {latest.version}
            </TextLink>{' '}
            is published
          </>
        )}
        {state === 'published' && (
          <>
            {' · '}
            <TextLink href={statementPageHref({ month })} inSentence>
              the month as it is now
            </TextLink>
          </>
        )}
        {state === 'published' && latest && latest.version !== version && (
          <>
            {' · '}
            <TextLink href={statementPageHref({ month, version: latest.version })} inSentence>
              version {latest.version} is later
            </TextLink>
          </>
        )}
      </span>
    </span>
  )
}
