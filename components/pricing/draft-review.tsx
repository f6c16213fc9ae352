'use client'

import { Button, Group } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useAction } from '@/components/settings/use-action'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { confirmAction } from '@/components/ui/confirm'
import { FormError } from '@/components/ui/form-error'
import { formatInstant, formatOffset } from '@/components/ui/format-date'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { discardDraftAction, rebaseDraftAction } from '@/lib/pricing/actions'
import type { EditingData } from '@/lib/pricing/loaders'
import type { DraftDetail } from '@/lib/pricing/queries/drafts'
import { describeCounts, groupByKind } from './change-kinds'
import { ChangeList } from './change-list'
import { type DraftEdit, EditDrawer } from './edit-drawer'
import classes from './pricing.module.css'
import { PublishForm } from './publish-form'

interface DraftReviewProps {
  draft: DraftDetail
  editing: EditingData
  zone: string
}

/** A draft with all that publishing it would change, and what can be done with it. */
export function DraftReview({ draft, editing, zone }: DraftReviewProps) {
  const router = useRouter()
  const drawer = useSideDrawer<DraftEdit>()
  const [publishing, setPublishing] = useState(0)
  const [isPublishing, setIsPublishing] = useState(false)
  const discarding = useAction(discardDraftAction)
  const rebasing = useAction(rebaseDraftAction)
  const { canEdit } = editing
  const isEmpty = draft.changes.length === 0
  const total = draft.changes.length === 1 ? '1 change' : `${draft.changes.length.toLocaleString('en-US')} changes`

  const discard = async () => {
    const sure = await confirmAction({
      title: 'Discard this draft?',
      body: isEmpty
        ? 'It changes nothing yet.'
        : `Its ${total} are lost: ${describeCounts(draft.changeCounts)}. This cannot be undone.`,
      confirmLabel: 'Discard',
    })
    if (!sure) return
    const answer = await discarding.run({ draftId: draft.id })
    if (!answer?.ok) return
    notifyDone('The draft was discarded.')
    router.push('/pricing/draft')
  }
  const rebase = async () => {
    const answer = await rebasing.run({ draftId: draft.id })
    if (answer?.ok) notifyDone(`The draft now changes version ${answer.result.baseVersion}.`)
  }

  return (
    <>
      <PageHeader
        title="Price draft"
        description={
          <>
            {draft.note && `${draft.note} · `}begun by {draft.author} from version {draft.baseVersion}
            {draft.origin === 'import' && ', by an import'} · last edited {formatInstant(draft.updatedAt, zone)}{' '}
            {formatOffset(draft.updatedAt, zone)}
          </>
        }
        actions={
          <>
            {editing.drafts.length > 1 && <LinkButton href="/pricing/draft">All drafts</LinkButton>}
            {canEdit && (
              <>
                <Button variant="default" loading={discarding.pending} onClick={() => void discard()}>
                  Discard
                </Button>
                <Button
                  disabled={isEmpty || draft.isOutdated || draft.faults.length > 0}
                  onClick={() => {
                    setPublishing(publishing + 1)
                    setIsPublishing(true)
                  }}
                >
                  Publish
                </Button>
              </>
            )}
          </>
        }
      />
      <div className={classes.stack}>
        <ActionError failure={discarding.failure} />
        <ActionError failure={rebasing.failure} />
        {draft.isOutdated && (
          <div className={classes.banner}>
            <p>
              Version {draft.latestVersion} was published after this draft was begun from version {draft.baseVersion}. Carry the
              draft over, look it over, then publish it.
            </p>
            {canEdit && (
              <Button variant="default" loading={rebasing.pending} onClick={() => void rebase()}>
                Carry over to version {draft.latestVersion}
              </Button>
            )}
          </div>
        )}
        {draft.faults.length > 0 && (
          <FormError
            message="The book of this draft contradicts itself, so it cannot be published."
            fields={draft.faults.map(({ path, message }) => ({ label: path, message }))}
          />
        )}
        {canEdit && (
          <Group gap={8} role="group" aria-label="Edit the draft">
            <Button variant="default" onClick={() => drawer.open({ kind: 'model' })}>
              Add model
            </Button>
            <Button variant="default" onClick={() => drawer.open({ kind: 'pick-model' })}>
              Change a price
            </Button>
            <Button variant="default" onClick={() => drawer.open({ kind: 'name' })}>
              Map a name
            </Button>
            <Button variant="default" onClick={() => drawer.open({ kind: 'term' })}>
              Add term
            </Button>
          </Group>
        )}
        {isEmpty ? (
          <Section title="Changes">
            <ChangeList changes={[]} empty="This draft changes nothing yet." />
          </Section>
        ) : (
          <>
            <p className={classes.quiet}>
              {total} against version {draft.baseVersion}: {describeCounts(draft.changeCounts)}.
            </p>
            {groupByKind(draft.changes).map(({ kind, title, changes }) => (
              <Section key={kind} title={`${title} (${changes.length})`} flush>
                <ChangeList changes={changes} empty="" />
              </Section>
            ))}
          </>
        )}
      </div>
      {canEdit && (
        <>
          <EditDrawer drawer={drawer} editing={{ ...editing, draftId: draft.id }} />
          <SideDrawer
            opened={isPublishing}
            onClose={() => setIsPublishing(false)}
            title={`Publish version ${draft.latestVersion + 1}?`}
          >
            <PublishForm key={publishing} draft={draft} onCancel={() => setIsPublishing(false)} />
          </SideDrawer>
        </>
      )}
    </>
  )
}
