'use client'

import { Button } from '@mantine/core'
import { IconFilePencil } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { createDraftAction } from '@/lib/pricing/actions'
import type { DraftPageData } from '@/lib/pricing/loaders'
import { DraftList } from './draft-list'
import { DraftReview } from './draft-review'
import { draftHref } from './places'
import classes from './pricing.module.css'

/** The next version in the making: none, one with its diff, or several to choose from. */
export function DraftScreen({ editing, draft, isGone, zone }: DraftPageData) {
  const router = useRouter()
  const creating = useAction(createDraftAction)
  const { canEdit, drafts } = editing
  const begin = async () => {
    const answer = await creating.run({})
    if (!answer?.ok) return
    notifyDone('A draft is begun.')
    router.push(draftHref(answer.result.id))
  }
  if (draft) return <DraftReview draft={draft} editing={editing} zone={zone} />
  const beginButton = canEdit && (
    <Button loading={creating.pending} onClick={() => void begin()}>
      Begin a draft
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Price draft"
        description="Prices are changed in a draft, looked over as a whole, and published as the next version."
      />
      <div className={classes.stack}>
        <ActionError failure={creating.failure} />
        {isGone && (
          <p className={classes.banner}>The draft that was asked for is no longer open: it was published or discarded.</p>
        )}
        {drafts.length > 0 ? (
          <DraftList drafts={drafts} zone={zone} />
        ) : (
          <Section title="No draft is open">
            <EmptyState
              title="Nothing is being changed."
              detail={
                canEdit
                  ? 'A draft holds models of your own, new prices, names and contract terms until they are published together.'
                  : 'Platform admins change prices in a draft; until it is published nothing in it counts.'
              }
              icon={<IconFilePencil size={28} stroke={1.25} aria-hidden />}
              action={beginButton}
            />
          </Section>
        )}
      </div>
    </>
  )
}
