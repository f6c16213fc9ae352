import { IconLock } from '@tabler/icons-react'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { requirePageActor } from '@/lib/auth/page-actor'
import { roleLabels } from '@/lib/auth/permissions'

export default async function ForbiddenPage() {
  const { role } = await requirePageActor()
  return (
    <EmptyState
      icon={<IconLock size={28} stroke={1.25} aria-hidden />}
      title="This page is not for your role."
      detail={`You are signed in as ${roleLabels[role].label}. A platform admin can change that.`}
      action={<LinkButton href="/overview">To the overview</LinkButton>}
    />
  )
}
