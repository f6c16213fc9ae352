import Link from 'next/link'
import { LinkButton } from '@/components/ui/link-button'
import type { DraftRow } from '@/lib/pricing/queries/drafts'
import { draftHref } from './places'
import classes from './pricing.module.css'

/** Says that prices are being edited that nobody pays yet; nothing where none are. */
export function DraftBanner({ drafts }: { drafts: readonly DraftRow[] }) {
  const [first] = drafts
  if (!first) return null
  if (drafts.length > 1) {
    return (
      <div className={classes.banner}>
        <p>{drafts.length} drafts of the next version are open. Nothing in them counts until it is published.</p>
        <LinkButton href="/pricing/draft">See the drafts</LinkButton>
      </div>
    )
  }
  return (
    <div className={classes.banner}>
      <p>
        A draft of the next version by {first.author} is open
        {first.note && (
          <>
            : <Link href={draftHref(first.id)}>{first.note}</Link>
          </>
        )}
        . Nothing in it counts until it is published.
      </p>
      <LinkButton href={draftHref(first.id)}>See the draft</LinkButton>
    </div>
  )
}
