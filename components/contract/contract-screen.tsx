'use client'

import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { SideDrawer } from '@/components/settings/side-drawer'
import { checkAgainst } from '@/components/settings/use-action-form'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { confirmAction } from '@/components/ui/confirm'
import { PageHeader } from '@/components/ui/page-header'
import { findLabelFaults } from '@/lib/attribution/contract/check-labels'
import { compareContracts } from '@/lib/attribution/contract/compare-contracts'
import type { LabelColumn } from '@/lib/attribution/contract/contract-fields'
import type { ContractPageData } from '@/lib/attribution/contract/loaders'
import { contractDocumentSchema } from '@/lib/attribution/contract/schema'
import classes from './contract.module.css'
import type { EditContract } from './edit-contract'
import { LabelsSection } from './labels-section'
import { AttributesSection, SandboxSection, SlugsSection } from './names-sections'
import { PrivacySection } from './privacy-section'
import { PublishForm } from './publish-form'
import { RequirementsSection } from './requirements-section'
import { SendersSection } from './senders-section'
import { TesterSection } from './tester-section'
import { UserStringSection } from './user-string-section'
import { VersionsSection } from './versions-section'

/** What the organisation agreed with those who send usage: to be read, tried out, edited and published anew. */
export function ContractScreen({ version, document: published, versions, canEdit, zone }: ContractPageData) {
  const [isEditing, setIsEditing] = useState(false)
  const [document, setDocument] = useState(published)
  const [reused, setReused] = useState<LabelColumn[]>([])
  // Fields keep what is typed into them, so each round of editing gets fresh ones.
  const [round, setRound] = useState(0)
  const review = useSideDrawer<true>()
  const changes = useMemo(() => compareContracts(published, document), [published, document])
  const faults = [
    ...checkAgainst(contractDocumentSchema, document),
    ...findLabelFaults(published.labels, document.labels, reused).map((fault) => ({
      ...fault,
      path: fault.path.replace(/^document\./, ''),
    })),
  ]

  const leave = () => {
    setIsEditing(false)
    setDocument(published)
    setReused([])
    setRound(round + 1)
    review.close()
  }
  const discard = async () => {
    const isSure =
      changes.length === 0 ||
      (await confirmAction({
        title: 'Discard what you changed?',
        body: changes.length === 1 ? 'One change is lost.' : `${changes.length} changes are lost.`,
        confirmLabel: 'Discard',
      }))
    if (isSure) leave()
  }
  const edit: EditContract | null = isEditing ? (change) => setDocument((before) => ({ ...before, ...change })) : null
  const part = { document, edit }
  return (
    <>
      <PageHeader
        title="Attribution contract"
        description={
          isEditing
            ? `Editing version ${version}. Nothing holds until it is published.`
            : `What those who send usage put on every event. Version ${version} is in force.`
        }
        actions={
          canEdit &&
          (isEditing ? (
            <>
              <Button variant="default" onClick={() => void discard()}>
                Discard
              </Button>
              <Button onClick={() => review.open(true)}>Review and publish</Button>
            </>
          ) : (
            <Button onClick={() => setIsEditing(true)}>Edit</Button>
          ))
        }
      />
      <div className={classes.page} key={`${round} ${isEditing}`}>
        <RequirementsSection {...part} />
        <div className={classes.pair}>
          <LabelsSection {...part} published={published.labels} reused={reused} setReused={setReused} />
          <div className={classes.page}>
            <SlugsSection {...part} />
            <SandboxSection {...part} />
          </div>
        </div>
        <TesterSection version={version} document={document} isEdited={isEditing} />
        <UserStringSection {...part} />
        <AttributesSection {...part} />
        <PrivacySection {...part} />
        <SendersSection version={version} document={published} />
        <VersionsSection versions={versions} zone={zone} />
      </div>
      <SideDrawer opened={review.opened} onClose={review.close} title={`Publish version ${version + 1}?`}>
        <PublishForm
          key={review.opening}
          version={version}
          document={document}
          reusedColumns={reused}
          changes={changes}
          faults={faults}
          onDone={leave}
          onCancel={review.close}
        />
      </SideDrawer>
    </>
  )
}
