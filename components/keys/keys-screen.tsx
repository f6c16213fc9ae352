'use client'

import { Button } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { confirmAction } from '@/components/ui/confirm'
import { DataTable } from '@/components/ui/data-table'
import { PageHeader } from '@/components/ui/page-header'
import { revokeKeyAction } from '@/lib/keys/actions'
import type { KeysPageData, KeyView } from '@/lib/keys/loaders'
import { keyColumns } from './key-columns'
import { KeyDrawer } from './key-drawer'

/** The credentials of programs: made, watched, ended. */
export function KeysScreen({ keys, sources, canEdit, zone }: KeysPageData) {
  const drawer = useSideDrawer<'new'>()
  const revoking = useAction(revokeKeyAction)

  const revoke = async (key: KeyView) => {
    const sure = await confirmAction({
      title: `Revoke “${key.name}”?`,
      body: `Whatever uses the key that begins with ${key.prefix} is refused from its next request on. This cannot be undone.`,
      confirmLabel: 'Revoke',
    })
    if (!sure) return
    const answer = await revoking.run({ id: key.id })
    if (answer?.ok) notifyDone(`“${key.name}” was revoked.`)
  }

  const makeButton = canEdit && (
    <Button leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />} onClick={() => drawer.open('new')}>
      Make key
    </Button>
  )
  return (
    <>
      <PageHeader
        title="API keys"
        description={`What programs identify themselves with. Times are in ${zone}.`}
        actions={keys.length > 0 && makeButton}
      />
      <ActionError failure={revoking.failure} />
      <DataTable
        caption="API keys"
        columns={keyColumns({ zone, onRevoke: canEdit ? (key) => void revoke(key) : undefined })}
        rows={keys}
        rowKey={(key) => key.id}
        csv="api-keys"
        empty={{
          title: 'No API key yet.',
          detail: 'A gateway needs one to send usage, a script to read reports.',
          icon: <IconKey size={28} stroke={1.25} aria-hidden />,
          action: makeButton,
        }}
      />
      {canEdit && <KeyDrawer opened={drawer.opened} opening={drawer.opening} sources={sources} onClose={drawer.close} />}
    </>
  )
}
